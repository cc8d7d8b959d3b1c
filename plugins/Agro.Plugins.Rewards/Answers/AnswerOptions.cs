namespace Agro.Plugins.Rewards.Answers;

/// <summary>Where a completion's final answer may stand.</summary>
internal abstract record AnswerOptions
{
    /// <summary>
    /// Where the final answer may stand, in the order in which the places are tried: the first that has one counts. Any of
    /// <c>marker</c>, <c>boxed</c>, <c>answer_tag</c>, <c>last_number</c>, <c>last_line</c>, <c>whole</c>.
    /// </summary>
    public virtual IReadOnlyList<AnswerPlace> In { get; init; } =
        [AnswerPlace.Marker, AnswerPlace.Boxed, AnswerPlace.AnswerTag, AnswerPlace.LastNumber];

    /// <summary>What precedes the answer at the place <c>marker</c>; its last occurrence counts, and a colon after it is skipped.</summary>
    public string Marker { get; init; } = AnswerFinder.Hash;
}
