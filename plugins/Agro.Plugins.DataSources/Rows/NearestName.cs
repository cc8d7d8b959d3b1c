namespace Agro.Plugins.DataSources.Rows;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
internal static class NearestName
{
    /// <summary>Finds the name that takes the fewest edits, at most a third of the name's length.</summary>
    /// <param name="name">What was found.</param>
    /// <param name="names">What is allowed.</param>
    /// <returns>The nearest; null when none is near.</returns>
    public static string? To(string name, IEnumerable<string> names) => names
        .Select(candidate => (Name: candidate, Edits: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
        .Where(candidate => candidate.Edits <= Math.Max(1, name.Length / 3))
        .OrderBy(candidate => candidate.Edits)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
