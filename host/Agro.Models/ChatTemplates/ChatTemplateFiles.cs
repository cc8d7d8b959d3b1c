using System.Text;
using System.Text.Json;
using Agro.Models.ChatTemplates.Values;
using Agro.Models.Tokenizers.Files;

namespace Agro.Models.ChatTemplates;

/// <summary>The files of a model folder that a chat template is in, and those that name special tokens.</summary>
internal static class ChatTemplateFiles
{
    /// <summary>The file that a template is looked for in first.</summary>
    public const string Name = "chat_template.jinja";

    private const string Config = "tokenizer_config.json";
    private const string Key = "chat_template";

    private static readonly string[] Roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    /// <summary>The template of a folder; null when it has none.</summary>
    public static JinjaTemplate? Find(string directory)
    {
        var file = Path.Combine(directory, Name);
        if (Path.Exists(file)) return Read(file);
        return InJson(Path.Combine(directory, Config)) ?? InJson(Path.Combine(directory, "chat_template.json"));
    }

    /// <summary>A template in a file of its own.</summary>
    public static JinjaTemplate Read(string file)
    {
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return InJson(file, mustExist: true) ?? throw new InputException($"{file}: $: has no '{Key}'");
        try
        {
            return new(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(JsonFile.ReadBytes(file).Span), file);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InputException($"{file}: is not UTF-8", exception);
        }
    }

    /// <summary>The special tokens of a folder, by the names that templates know them by.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> SpecialTokens(string directory)
    {
        var tokens = new List<KeyValuePair<string, object?>>();
        var files = new[] { Config, "special_tokens_map.json" }.Select(name => JsonFile.ReadIfPresent(Path.Combine(directory, name))).ToList();
        foreach (var role in Roles)
        {
            var part = files.Select(file => file?.Optional(role)).FirstOrDefault(found => found is not null);
            if (part is { } token) tokens.Add(new(role, Content(token)));
        }

        var more = files.Select(file => file?.Optional("additional_special_tokens")).FirstOrDefault(found => found is not null);
        if (more is { } list) tokens.Add(new("additional_special_tokens", new ListValue([.. list.Items().Select(Content)])));
        // Tokens with a role that only this model knows.
        if (files[0]?.Optional("extra_special_tokens") is { Kind: JsonValueKind.Object } extra)
            tokens.AddRange(extra.Properties().Select(token => KeyValuePair.Create(token.Name, (object?)Content(token.Value))));
        return tokens;
    }

    private static JinjaTemplate? InJson(string file, bool mustExist = false)
    {
        if (mustExist) JsonFile.ReadBytes(file);
        if (JsonFile.ReadIfPresent(file)?.Optional(Key) is not { } part) return null;
        if (part.Kind != JsonValueKind.Array) return new(part.Text(), $"{file}: {Key}");
        var templates = part.Items();
        var index = templates.FindIndex(template => template.Required("name").Text() == "default");
        return index >= 0
            ? new(templates[index].Required("template").Text(), $"{file}: {Key}[{index}]")
            : throw part.Fault($"has no template named 'default'; there are: {string.Join(", ", templates.Select(template => template.Required("name").Text()))}");
    }

    private static string Content(JsonPart token) => token.Kind == JsonValueKind.Object ? token.Required("content").Text() : token.Text();
}
