using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Answers;

/// <summary>
/// 1 if the completion chooses the letter that is the prompt's answer, 0 otherwise. The choice is the letter at one of the given places
/// (<c>\boxed{C}</c>, <c>&lt;answer&gt;(C)&lt;/answer&gt;</c>, <c>#### C</c>), else the last that is announced ("the answer is C", "Answer: (C)", "C is
/// correct"), else the whole completion or its last line where that is a letter (<c>C</c>, <c>(C)</c>, <c>C) 42</c>). A choice of two letters is none.
/// Does not apply to prompts whose answer is not one of the letters.
/// </summary>
[Component("choice-letter")]
internal sealed partial class ChoiceLetter : IRewardFunction, IRewardCanaries
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly AnswerFinder _finder;
    private readonly string _marker;
    private readonly string _letters;
    private readonly Regex _letter;
    private readonly Regex _announced;

    /// <summary>Checks the options.</summary>
    /// <param name="options">The letters and where they stand.</param>
    /// <exception cref="InputException">The letters are not letters, or one occurs twice.</exception>
    public ChoiceLetter(ChoiceLetterOptions options)
    {
        if (!Letters().IsMatch(options.Letters) || options.Letters.Distinct().Count() != options.Letters.Length)
            throw new InputException($"choice-letter: letters is '{options.Letters}'; must be two or more different capitals, such as ABCDE");
        _finder = AnswerFinder.Of("choice-letter", options);
        _marker = options.Marker;
        _letters = options.Letters;
        // What may stand around a letter: brackets, emphasis, LaTeX's \text{…} and $…$.
        var choice = $@"[\s*_`""'$\[({{]*(?:\\(?:text|textbf|mathrm|mathbf)\{{\s*\(?)?(?<letter>[{options.Letters}])(?![\p{{L}}\p{{N}}'’\-])";
        var second = $@"(?!\W{{0,4}}\s*(?:or|and|/|,|&)\s*\W{{0,4}}[{options.Letters}](?![\p{{L}}\p{{N}}'’\-]))";
        _letter = new($@"\A(?:(?i:option|choice|answer)\b\s*:?)?{choice}{second}", RegexOptions.CultureInvariant, Limit);
        // Before a letter: "the answer is", "answer:"; or only "answer", where nothing but the letter follows on the line.
        const string Word = @"\b(?i:answer|ans|option|choice)\b[\s*_`""']*";
        const string Says = @"(?:(?i:is|was|would\s+be|should\s+be|must\s+be|will\s+be)\b|[:=→])[\s*_:]*(?:(?i:option|choice|(?:the\s+)?letter)\b)?";
        const string LineEnd = @"[\s.)\]}*_`""'$]*?(?=\n|\z)";
        // Behind a letter: "is correct". Words before it that do not announce it, as in "vitamin A is best", make it something else.
        const string Begins = @"(?:\A|[\n.,;:!?>)\]]\s*|\b(?i:so|thus|therefore|hence|that|option|choice|answer)\s+)";
        _announced = new(
            $@"{Word}(?:{Says}{choice}{second}|[-–—.\s]*{choice}{LineEnd})"
            + $@"|{Begins}{choice}[\s*_`""'$\])}}]*\s(?i:is\s+(?:the\s+)?(?:correct|right|best|answer))\b",
            RegexOptions.CultureInvariant,
            Limit);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("the letter", _letters[..1], _finder.Write(_letters[..1]), 1),
        RewardCanary.Of("another letter", _letters[..1], _finder.Write(_letters[1..2]), 0),
        RewardCanary.Of("no choice", _letters[..1], "", 0),
        RewardCanary.Of("no ground truth", null, _finder.Write(_letters[..1]), ExpectedReward.None),
    ];

    /// <inheritdoc/>
    /// <exception cref="RegexMatchTimeoutException">The search took too long.</exception>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        if (prompt.Answer is not { } answer) return new(RewardResult.NotApplicable("the prompt has no answer"));
        if (Single(AnswerFinder.AfterMarker(answer, _marker) ?? answer.Trim()) is not { } expected)
            return new(RewardResult.NotApplicable($"the prompt's answer '{answer}' is no letter of the choice"));
        if (Find(completion.Text) is not { } found) return new(RewardResult.Of(0, "no choice found"));
        return new(found == expected
            ? RewardResult.Of(1, "the right choice", found)
            : RewardResult.Of(0, $"'{found}' is not '{expected}'", found));
    }

    private string? Find(string text)
    {
        if (_finder.Find(text) is { } placed) return Single(placed);
        if (_announced.Matches(text) is [.., var last]) return last.Groups["letter"].Value;
        var whole = text.Trim();
        return Single(whole) ?? Single(whole[(whole.LastIndexOfAny(['\n', '\r']) + 1)..]);
    }

    // "A)32400" is a choice, and so is "A"; a sentence that begins with "A" is not.
    private string? Single(string text)
    {
        var match = _letter.Match(text);
        if (!match.Success) return null;
        var rest = text.AsSpan(match.Index + match.Length);
        return rest.TrimStart("*_`\"' }$").IsEmpty || rest.TrimStart(" *_`\"'}")[0] is ')' or '.' or ':' or ']' or ',' or '}' ? match.Groups["letter"].Value : null;
    }

    [GeneratedRegex(@"\A\p{Lu}{2,26}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();
}

/// <summary>Options of <c>choice-letter</c>.</summary>
internal sealed record ChoiceLetterOptions : AnswerOptions
{
    /// <summary>The letters that can be chosen. <c>ABCDE</c> by default.</summary>
    public string Letters { get; init; } = "ABCDE";

    /// <summary>
    /// Where the choice may stand, in the order in which the places are tried, before announcements are looked for: any of <c>marker</c>,
    /// <c>boxed</c>, <c>answer_tag</c>, <c>last_line</c>, <c>whole</c>.
    /// </summary>
    public override IReadOnlyList<AnswerPlace> In { get; init; } = [AnswerPlace.Marker, AnswerPlace.Boxed, AnswerPlace.AnswerTag];
}
