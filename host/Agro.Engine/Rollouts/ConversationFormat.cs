using System.Collections.Immutable;
using System.Text.Json;
using Agro.Engine.Recipes;
using Agro.Models.ChatTemplates;

namespace Agro.Engine.Rollouts;

/// <summary>
/// Makes conversations the text that the policy is given. The policy's own template is looked for when the first conversation comes, so
/// that plain prompts need none.
/// </summary>
internal sealed class ConversationFormat
{
    private readonly IReadOnlyDictionary<string, JsonElement> _variables;
    private readonly Lazy<ChatTemplate?> _template;

    /// <summary>Finds the template.</summary>
    /// <param name="directory">The folder of the policy's tokenizer.</param>
    /// <param name="named">A template instead of the policy's own; null for that.</param>
    /// <param name="variables">Further variables of the template.</param>
    public ConversationFormat(string directory, ChatTemplate? named, IReadOnlyDictionary<string, JsonElement> variables) =>
        (_template, _variables) = (named is null ? new(() => ChatTemplate.TryLoad(directory)) : new(named), variables);

    /// <summary>The format that a recipe says.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="directory">The folder of the policy's tokenizer.</param>
    /// <exception cref="InputException">The template that it names is not well formed.</exception>
    public static ConversationFormat Of(Recipe recipe, string directory) =>
        new(directory, Named(recipe, directory), recipe.Data.ChatTemplateKwargs);

    /// <summary>The template that a recipe names instead of the policy's own; null when it names none.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="directory">The folder of the policy's tokenizer.</param>
    /// <exception cref="InputException">It is not well formed.</exception>
    public static ChatTemplate? Named(Recipe recipe, string directory) =>
        recipe.Policy.ChatTemplate is { } file ? ChatTemplate.Load(directory, file) : null;

    /// <summary>Renders a prompt, up to where the policy's answer begins.</summary>
    /// <param name="prompt">The prompt, a conversation.</param>
    /// <returns>Its text; special tokens are part of it.</returns>
    /// <exception cref="AgroException">The policy has no template, or it refuses the conversation.</exception>
    public string Render(Prompt prompt)
    {
        var template = _template.Value ?? throw new AgroException(
            $"prompt '{prompt.Id}' is a conversation, and the policy has no chat template: give one as policy.chat_template, or take prompts of plain text");
        try
        {
            return template.Render(prompt.Messages, addGenerationPrompt: true, variables: _variables);
        }
        catch (ChatTemplateException refusal)
        {
            throw new AgroException($"prompt '{prompt.Id}': {refusal.Message}", refusal);
        }
    }

    /// <summary>The token that the template ends the policy's answers with.</summary>
    /// <param name="tokenizer">The policy's tokenizer.</param>
    /// <param name="ends">The tokens that end a completion.</param>
    /// <returns>The first of them that the template writes behind an answer; null when it writes none.</returns>
    public int? EndOfAnswer(ITokenizer tokenizer, ImmutableArray<int> ends)
    {
        const string Answer = "answer";
        try
        {
            var text = _template.Value?.Render([new(Role.User, "question"), new(Role.Assistant, Answer)], false, variables: _variables);
            var at = text?.LastIndexOf(Answer, StringComparison.Ordinal) ?? -1;
            if (at < 0) return null;
            foreach (var token in tokenizer.Encode(text![(at + Answer.Length)..], addSpecialTokens: false))
                if (ends.Contains(token)) return token;
            return null;
        }
        catch (ChatTemplateException)
        {
            // It takes other conversations only.
            return null;
        }
    }
}
