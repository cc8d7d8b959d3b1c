using System.Text.Json;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates;

/// <summary>
/// A policy's chat template: it makes a conversation the text that the policy is given. It is written in Jinja and rendered as
/// transformers' <c>apply_chat_template</c> does. Safe to call from several threads.
/// </summary>
public sealed class ChatTemplate
{
    private readonly JinjaTemplate _template;
    private readonly IReadOnlyList<KeyValuePair<string, object?>> _specialTokens;
    private readonly TimeProvider _clock;

    internal ChatTemplate(JinjaTemplate template, IReadOnlyList<KeyValuePair<string, object?>> specialTokens, TimeProvider clock) =>
        (_template, _specialTokens, _clock) = (template, specialTokens, clock);

    /// <summary>The template as it is written.</summary>
    public string Text => _template.Text;

    /// <summary>
    /// Loads the template of a model folder: from <c>chat_template.jinja</c>, else <c>tokenizer_config.json</c> (one template, or the one
    /// named <c>default</c>), else <c>chat_template.json</c>. The special tokens that templates write, such as <c>bos_token</c>, are those
    /// of <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="file">A template to take instead of the folder's; null for the folder's.</param>
    /// <param name="clock">Tells templates the time; null for the machine's local time.</param>
    /// <returns>The template; null when the folder has none.</returns>
    /// <exception cref="InputException">A file is broken, or the template is.</exception>
    public static ChatTemplate? TryLoad(string directory, string? file = null, TimeProvider? clock = null)
    {
        var found = file is null ? ChatTemplateFiles.Find(directory) : ChatTemplateFiles.Read(file);
        return found is null ? null : new(found, ChatTemplateFiles.SpecialTokens(directory), clock ?? TimeProvider.System);
    }

    /// <summary>Loads the template of a model folder, which must have one.</summary>
    /// <inheritdoc cref="TryLoad"/>
    /// <returns>The template.</returns>
    public static ChatTemplate Load(string directory, string? file = null, TimeProvider? clock = null) =>
        TryLoad(directory, file, clock) ?? throw new InputException(
            $"{directory}: has no chat template: there is no chat_template.jinja, no chat_template.json, and none in tokenizer_config.json");

    /// <summary>Reads a template by itself, without special tokens.</summary>
    /// <param name="template">The template.</param>
    /// <param name="name">What faults call it.</param>
    /// <param name="clock">Tells templates the time; null for the machine's local time.</param>
    /// <returns>The template.</returns>
    /// <exception cref="ChatTemplateException">It is not well formed, or uses what is not supported.</exception>
    public static ChatTemplate Parse(string template, string name, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        return new(new(template, name), [], clock ?? TimeProvider.System);
    }

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="addGenerationPrompt">Whether the text ends where the policy's answer begins.</param>
    /// <param name="tools">The tools that the policy may call, as JSON schemas in a list; null for none.</param>
    /// <param name="variables">Further variables, such as <c>enable_thinking</c>; they take precedence over special tokens.</param>
    /// <returns>The text. It holds special tokens, the beginning of the sequence too where the template writes one.</returns>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, or fails.</exception>
    public string Render(
        IReadOnlyList<Message> messages, bool addGenerationPrompt, JsonElement? tools = null, IReadOnlyDictionary<string, JsonElement>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<KeyValuePair<string, object?>> all =
        [
            .. _specialTokens,
            new("messages", new ListValue([.. messages.Select(Of)])),
            new("tools", tools is { } given ? JsonVariables.Of(given) : null),
            new("documents", null),
            new("add_generation_prompt", addGenerationPrompt),
            .. (variables ?? new Dictionary<string, JsonElement>()).Select(variable => KeyValuePair.Create(variable.Key, JsonVariables.Of(variable.Value))),
        ];
        return _template.Render(all, Now);
    }

    /// <summary>Renders with these variables and no others but special tokens, which they take precedence over.</summary>
    /// <param name="variables">A JSON object: <c>messages</c>, <c>add_generation_prompt</c> and whatever else the template looks at.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, or fails.</exception>
    public string Render(JsonElement variables) => _template.Render(
        [.. _specialTokens, .. variables.EnumerateObject().Select(variable => KeyValuePair.Create(variable.Name, JsonVariables.Of(variable.Value)))], Now);

    private DateTime Now => _clock.GetLocalNow().DateTime;

    private static object Of(Message message)
    {
        var mapping = new MappingValue();
        mapping.Set("role", message.Role.ToString().ToLowerInvariant());
        mapping.Set("content", message.Content);
        return mapping;
    }
}
