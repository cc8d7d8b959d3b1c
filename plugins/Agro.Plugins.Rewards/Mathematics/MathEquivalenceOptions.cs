using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Agro.Plugins.Rewards.Mathematics.Extraction;

namespace Agro.Plugins.Rewards.Mathematics;

/// <summary>Options of <c>math-equivalence</c>.</summary>
internal sealed record MathEquivalenceOptions
{
    /// <summary>
    /// Where the final answer of a completion may be, in order; the first place that has one counts. <c>boxed</c>: the last <c>\boxed{…}</c>,
    /// with boxes before it that only "and" or commas are between. <c>hash</c>: behind the last <c>####</c>. <c>whole</c>: the whole text,
    /// where it is an answer and nothing else. <c>phrase</c>: behind the last "the answer is". <c>formula</c>: the last <c>$…$</c>,
    /// <c>\(…\)</c> or <c>\[…\]</c>. <c>last_number</c>: the last number; left out for a prompt whose field <c>extract</c> names <c>latex</c> and
    /// not <c>expr</c>. All of them by default, in this order.
    /// </summary>
    public ImmutableArray<AnswerPlace> Extract { get; init; } =
        [AnswerPlace.Boxed, AnswerPlace.Hash, AnswerPlace.Whole, AnswerPlace.Phrase, AnswerPlace.Formula, AnswerPlace.LastNumber];

    /// <summary>
    /// How many decimal places a decimal must be right to where the other answer is no decimal, or a longer one. A prompt's field
    /// <c>decimals</c> counts instead, where there is one. 6.
    /// </summary>
    [Range(0, 15)]
    public int Decimals { get; init; } = 6;

    /// <summary>Whether 28% is also right where the other answer is 28, besides 0.28. On by default.</summary>
    public bool PercentIsOptional { get; init; } = true;

    /// <summary>Whether R and r may be the same variable, in answers that have only one of them. On by default.</summary>
    public bool CaseIsOptional { get; init; } = true;

    /// <summary>
    /// What of a completion with reasoning counts: <c>after</c> what is behind the last <c>&lt;/think&gt;</c>, or all where there is none;
    /// <c>required</c> nothing where there is none; <c>all</c> the whole completion.
    /// </summary>
    public ReasoningText Reasoning { get; init; } = ReasoningText.After;
}

/// <summary>What of a completion with reasoning counts.</summary>
internal enum ReasoningText
{
    /// <summary>What is behind the reasoning, or all where there is none.</summary>
    After,

    /// <summary>What is behind the reasoning, or nothing where there is none.</summary>
    Required,

    /// <summary>All of it.</summary>
    All,
}
