using System.Text.RegularExpressions;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Finds the final answer in a longer text: the first group of the pattern's last match, or that whole match.</summary>
internal sealed class AnswerPattern
{
    private readonly Regex _pattern;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">A regular expression.</param>
    /// <exception cref="InputException">It is not one.</exception>
    public AnswerPattern(string pattern)
    {
        try
        {
            _pattern = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"answer_pattern: {exception.Message}", exception);
        }
    }

    /// <summary>Finds the answer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="row">Where the text comes from.</param>
    /// <param name="column">The text's column.</param>
    /// <exception cref="InputException">There is no match.</exception>
    public string Extract(string text, DataRow row, string column)
    {
        try
        {
            var match = _pattern.Matches(text).LastOrDefault()
                ?? throw new InputException($"{row.Place}: answer_pattern '{_pattern}' matches nothing in '{column}'");
            return (match.Groups.Count > 1 ? match.Groups[1] : match).Value.Trim();
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new InputException($"{row.Place}: answer_pattern '{_pattern}' takes over 1 s on '{column}'", exception);
        }
    }
}
