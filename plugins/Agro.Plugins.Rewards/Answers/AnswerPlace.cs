namespace Agro.Plugins.Rewards.Answers;

/// <summary>Where in a completion its final answer may stand.</summary>
internal enum AnswerPlace
{
    /// <summary>Behind the last marker, up to the end of the line.</summary>
    Marker,

    /// <summary>In the last LaTeX <c>\boxed{…}</c>, braces within it balanced.</summary>
    Boxed,

    /// <summary>Between the last <c>&lt;answer&gt;</c> and the <c>&lt;/answer&gt;</c> behind it.</summary>
    AnswerTag,

    /// <summary>The last number of the text.</summary>
    LastNumber,

    /// <summary>The last line that is not blank.</summary>
    LastLine,

    /// <summary>The whole text.</summary>
    Whole,
}
