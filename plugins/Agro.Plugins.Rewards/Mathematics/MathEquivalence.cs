using System.Globalization;
using Agro.Plugins.Rewards.Mathematics.Comparison;
using Agro.Plugins.Rewards.Mathematics.Extraction;

namespace Agro.Plugins.Rewards.Mathematics;

/// <summary>
/// 1 for a final answer that is mathematically the same as the prompt's answer, 0 otherwise. Reads LaTeX and plain text: numbers,
/// fractions, percent, units, roots, powers, functions, complex numbers, intervals, sets, tuples, matrices, equations, inequalities,
/// choice letters and words. Rationals are compared exactly, then normal forms, then values at random points with bounds on the error.
/// What cannot be settled in milliseconds is not right. Does not apply to prompts without an answer.
/// </summary>
[Component("math-equivalence")]
internal sealed class MathEquivalence : IRewardFunction, IRewardCanaries
{
    // A right answer of another kind than the completion's is found wherever it is.
    private static readonly AnswerExtractor OfGold =
        new([AnswerPlace.Boxed, AnswerPlace.Hash, AnswerPlace.Whole, AnswerPlace.Phrase, AnswerPlace.Formula, AnswerPlace.LastNumber], int.MaxValue);

    private readonly MathEquivalenceOptions _options;
    private readonly AnswerExtractor _extractor;
    private readonly AnswerExtractor _latexOnly;
    private readonly ComparisonRules _rules;

    /// <summary>Checks the options.</summary>
    /// <param name="options">What counts as an answer, and as the same.</param>
    /// <exception cref="InputException">There is no place to look for an answer.</exception>
    public MathEquivalence(MathEquivalenceOptions options)
    {
        if (options.Extract.IsDefaultOrEmpty) throw new InputException("math-equivalence: extract is empty; leave it out for all places");
        _options = options;
        _extractor = new(options.Extract);
        _latexOnly = new(options.Extract.Remove(AnswerPlace.LastNumber));
        _rules = new() { Decimals = options.Decimals, PercentIsOptional = options.PercentIsOptional, CaseIsOptional = options.CaseIsOptional };
    }

    /// <inheritdoc/>
    public IReadOnlyList<RewardCanary> Canaries =>
    [
        RewardCanary.Of("the answer, written otherwise", "\\frac{1}{2}", Write("2/4"), 1),
        RewardCanary.Of("another answer", "\\frac{1}{2}", Write("2/5"), 0),
        RewardCanary.Of("no answer", "\\frac{1}{2}", "", 0),
        RewardCanary.Of("no ground truth", null, Write("2/4"), ExpectedReward.None),
    ];

    /// <inheritdoc/>
    public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken)
    {
        if (prompt.Answer is null)
        {
            var answer = AfterReasoning(completion.Text) is { } text ? _extractor.Find(text)?.Text : null;
            return new(RewardResult.NotApplicable("the prompt has no answer") with { Extracted = answer });
        }
        var rules = prompt.Fields.TryGetValue("decimals", out var field) && int.TryParse(field, CultureInfo.InvariantCulture, out var places)
            ? _rules with { Decimals = Math.Clamp(places, 0, 15) }
            : _rules;
        // Data sets of graders say per row what they read: LaTeX, or plain expressions as well.
        var isLatexOnly = prompt.Fields.TryGetValue("extract", out var kinds)
            && kinds.Contains("latex", StringComparison.Ordinal) && !kinds.Contains("expr", StringComparison.Ordinal);
        return new(Score(prompt.Answer, completion.Text, rules, isLatexOnly ? _latexOnly : _extractor));
    }

    private RewardResult Score(string gold, string completion, ComparisonRules rules, AnswerExtractor extractor)
    {
        if (AfterReasoning(completion) is not { } text) return RewardResult.Of(0, "no answer behind </think>");
        if (ScoreLetter(gold, text) is { } letter) return letter;
        var expected = OfGold.Find(gold)?.Text ?? gold;
        if (extractor.Find(text) is not { } found) return RewardResult.Of(0, "no answer found");
        var verdict = new AnswerComparer(rules).Compare(expected, found.Text);
        return RewardResult.Of(verdict.IsEqual ? 1 : 0, $"{Name(found.Place)}: {verdict.Why}", found.Text);
    }

    private static RewardResult? ScoreLetter(string gold, string text)
    {
        if (ChoiceLetters.OfGold(gold) is not { } expected || ChoiceLetters.Find(text) is not { } letter) return null;
        return RewardResult.Of(expected == letter ? 1 : 0, $"choice: {letter}, the answer is {expected}", letter);
    }

    private string? AfterReasoning(string completion)
    {
        if (_options.Reasoning == ReasoningText.All) return completion;
        var end = completion.LastIndexOf("</think>", StringComparison.Ordinal);
        if (end < 0) return _options.Reasoning == ReasoningText.Required ? null : completion;
        return completion[(end + "</think>".Length)..];
    }

    // An answer where these options look for it first.
    private string Write(string answer)
    {
        var text = _options.Extract[0] switch
        {
            AnswerPlace.Boxed => $"\\boxed{{{answer}}}",
            AnswerPlace.Hash => $"#### {answer}",
            AnswerPlace.Phrase => $"The answer is {answer}.",
            AnswerPlace.Formula => $"${answer}$",
            _ => answer,
        };
        return _options.Reasoning == ReasoningText.Required ? $"</think>{text}" : text;
    }

    private static string Name(AnswerPlace place) => place switch
    {
        AnswerPlace.Boxed => "boxed",
        AnswerPlace.Hash => "hash",
        AnswerPlace.Whole => "whole",
        AnswerPlace.Phrase => "phrase",
        AnswerPlace.Formula => "formula",
        _ => "last_number",
    };
}
