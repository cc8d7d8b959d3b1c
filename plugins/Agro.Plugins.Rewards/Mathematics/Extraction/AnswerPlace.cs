namespace Agro.Plugins.Rewards.Mathematics.Extraction;

/// <summary>Where a final answer may be.</summary>
internal enum AnswerPlace
{
    /// <summary>In the last <c>\boxed{…}</c>.</summary>
    Boxed,

    /// <summary>Behind the last <c>####</c>, as in GSM8K.</summary>
    Hash,

    /// <summary>The whole text, where it is an answer and nothing else.</summary>
    Whole,

    /// <summary>Behind the last "the answer is" or "Answer:", in some languages.</summary>
    Phrase,

    /// <summary>In the last formula: <c>$…$</c>, <c>\(…\)</c>, <c>\[…\]</c>.</summary>
    Formula,

    /// <summary>The last number of the text.</summary>
    LastNumber,
}

/// <summary>A final answer.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Place">Where it was.</param>
internal readonly record struct FoundAnswer(string Text, AnswerPlace Place);
