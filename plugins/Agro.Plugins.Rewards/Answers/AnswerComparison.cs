namespace Agro.Plugins.Rewards.Answers;

/// <summary>Compares a found answer with the right one.</summary>
internal static class AnswerComparison
{
    /// <summary>Numbers are compared exactly; anything else as text, without white space around and a full stop behind.</summary>
    /// <param name="found">The answer that was found.</param>
    /// <param name="expected">The right one.</param>
    /// <param name="ignoreCase">Whether upper and lower case are the same.</param>
    public static bool AreEqual(string found, string expected, bool ignoreCase = true) =>
        ExactNumber.Parse(found) is { } a && ExactNumber.Parse(expected) is { } b
            ? a == b
            : string.Equals(Plain(found), Plain(expected), ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static string Plain(string text) => text.Trim().TrimEnd('.');
}
