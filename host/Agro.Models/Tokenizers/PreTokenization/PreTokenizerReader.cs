using Agro.Models.Tokenizers.Files;
using Agro.Models.Tokenizers.Patterns;

namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private const string Supported = "ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit, Metaspace, Sequence";

    /// <summary>Reads the steps.</summary>
    /// <param name="part">The pre-tokenizer, or null.</param>
    /// <param name="canTakeBytes">Whether the model can take plain text as bytes.</param>
    /// <returns>The steps, and whether the model is to take the words' bytes: so it is where writing bytes as characters would be the last step.</returns>
    public static (IPreTokenizer[] Steps, bool ToBytes) Read(JsonPart? part, bool canTakeBytes)
    {
        var parts = new List<JsonPart>();
        if (part is { } present) Flatten(present, parts);
        var toBytes = canTakeBytes && parts.Count > 0 && parts[^1].Type == "ByteLevel" && parts.Count(step => step.Type == "ByteLevel") == 1;
        return ([.. parts.Select(step => Step(step, toBytes))], toBytes);
    }

    private static void Flatten(JsonPart part, List<JsonPart> steps)
    {
        if (part.Type != "Sequence") steps.Add(part);
        else foreach (var step in part.Required("pretokenizers").Items()) Flatten(step, steps);
    }

    private static IPreTokenizer Step(JsonPart part, bool toBytes)
    {
        switch (part.Type)
        {
            case "ByteLevel": return new ByteLevelPreTokenizer(part.Flag("add_prefix_space", true), part.Flag("use_regex", true), !toBytes);
            case "Split": return new SplitPreTokenizer(Pattern.Read(part.Required("pattern")), Behavior(part.Required("behavior")), part.Flag("invert", false));
            case "Digits": return Split(@"\p{N}", part.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous);
            case "Punctuation": return Split(@"[\p{P}$+<=>^`|~]", part.Optional("behavior") is { } behavior ? Behavior(behavior) : SplitBehavior.Isolated);
            case "Whitespace": return Split($@"[{RustWord}]+|[^\s{RustWord}]+", SplitBehavior.Removed, invert: true);
            case "WhitespaceSplit": return Split(@"\s", SplitBehavior.Removed);
            case "CharDelimiterSplit":
                return new SplitPreTokenizer(new LiteralPattern(part.Required("delimiter").Text()), SplitBehavior.Removed, invert: false);
            case "Metaspace": return new MetaspacePreTokenizer(Replacement(part), MetaspaceOptions.Scheme(part), part.Flag("split", true));
            default: throw part.Unsupported(Supported);
        }
    }

    // This pre-tokenizer's regular expression is Rust's, whose \w has fewer numbers than Oniguruma's, and the two joiners.
    private const string RustWord = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\u200C\u200D";

    private static string Replacement(JsonPart part) => part.Optional("replacement")?.Text() ?? "\u2581";

    private static SplitPreTokenizer Split(string pattern, SplitBehavior behavior, bool invert = false) => new(new RegexPattern(pattern), behavior, invert);

    private static SplitBehavior Behavior(JsonPart part) => part.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        var other => throw part.Fault($"is '{other}'; it can be Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous"),
    };
}
