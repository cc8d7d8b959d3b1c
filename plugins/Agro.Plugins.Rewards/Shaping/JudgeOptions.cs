using Agro.Plugins.Rewards.Answers;
using Agro.Plugins.Rewards.Arithmetic;
using Agro.Plugins.Rewards.Mathematics;

namespace Agro.Plugins.Rewards.Shaping;

/// <summary>The reward that decides between right and wrong for another: exactly one, with its own options or <c>{}</c>.</summary>
internal sealed record JudgeOptions
{
    /// <summary>The whole completion is the answer.</summary>
    public ExactMatchOptions? ExactMatch { get; init; }

    /// <summary>What follows the marker is the answer.</summary>
    public FinalAnswerOptions? FinalAnswer { get; init; }

    /// <summary>The final number is the answer.</summary>
    public NumericOptions? Numeric { get; init; }

    /// <summary>The final answer is mathematically the same.</summary>
    public MathEquivalenceOptions? MathEquivalence { get; init; }

    /// <summary>The letter that is chosen is the answer.</summary>
    public ChoiceLetterOptions? ChoiceLetter { get; init; }

    /// <summary>What a regular expression finds is the answer.</summary>
    public RegexAnswerOptions? Regex { get; init; }

    /// <summary>The expression reaches the target.</summary>
    public CountdownOptions? Countdown { get; init; }

    /// <summary>Makes the reward.</summary>
    /// <param name="owner">The reward that asks, for messages.</param>
    /// <exception cref="InputException">There is not exactly one, or its options are wrong.</exception>
    public IRewardFunction Make(string owner)
    {
        IRewardFunction?[] given =
        [
            ExactMatch is null ? null : new ExactMatch(ExactMatch),
            FinalAnswer is null ? null : new FinalAnswer(FinalAnswer),
            Numeric is null ? null : new Numeric(Numeric),
            MathEquivalence is null ? null : new MathEquivalence(MathEquivalence),
            ChoiceLetter is null ? null : new ChoiceLetter(ChoiceLetter),
            Regex is null ? null : new RegexAnswer(Regex),
            Countdown is null ? null : new Countdown(Countdown),
        ];
        return given.OfType<IRewardFunction>().ToList() is [var one]
            ? one
            : throw new InputException($"{owner}: judge must hold exactly one of: exact_match, final_answer, numeric, math_equivalence, choice_letter, regex, countdown");
    }
}
