using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Agro.Models;

/// <summary>What a Hugging Face <c>generation_config.json</c> says about ending a sequence. Other keys are kept as they are.</summary>
public sealed record GenerationConfig
{
    /// <summary>The tokens that end a sequence; empty when the file names none.</summary>
    public ImmutableArray<int> EndOfSequenceIds { get; init; } = [];

    /// <summary>The object this was read from.</summary>
    internal JsonObject? Source { get; init; }

    /// <summary>Reads a <c>generation_config.json</c>.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The config.</returns>
    /// <exception cref="InputException">The file is not one; names file and key.</exception>
    public static GenerationConfig Load(string file)
    {
        var json = JsonSettings.Load(file);
        return new() { EndOfSequenceIds = json.TokenIds("eos_token_id"), Source = json.Values };
    }

    /// <summary>Writes a <c>generation_config.json</c>; keys of the file this was read from are kept.</summary>
    /// <param name="file">The file.</param>
    public void Save(string file)
    {
        var json = Source?.DeepClone().AsObject() ?? [];
        if (!new JsonSettings(file, json).TokenIds("eos_token_id").SequenceEqual(EndOfSequenceIds))
            json["eos_token_id"] = JsonSettings.TokenIds(EndOfSequenceIds);
        JsonSettings.Save(file, json);
    }
}
