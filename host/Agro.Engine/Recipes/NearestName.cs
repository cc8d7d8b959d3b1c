namespace Agro.Engine.Recipes;

/// <summary>Guesses which name was meant.</summary>
public static class NearestName
{
    /// <summary>The name that a person most likely meant; null when none is near.</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        var plain = Plain(written);
        return names.Select(name => (Name: name, Distance: Distance(plain, Plain(name))))
            .Where(n => n.Distance <= Math.Max(1, Math.Max(plain.Length, n.Name.Length) / 3))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .FirstOrDefault().Name;
    }

    /// <summary>A sentence for the end of a message, with a space before it; empty when no name is near.</summary>
    public static string Hint(string written, IEnumerable<string> names) =>
        Of(written, names) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>A hint at a file beside one that is not there.</summary>
    public static string SiblingHint(string fullPath)
    {
        try
        {
            var folder = Path.GetDirectoryName(fullPath);
            if (folder is null || !Directory.Exists(folder)) return "";
            var names = Directory.EnumerateFileSystemEntries(folder).Take(1000).Select(p => Path.GetFileName(p));
            return Hint(Path.GetFileName(fullPath), names);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>camelCase, kebab-case and snake_case of the same words are the same name to a person.</summary>
    private static string Plain(string name) => name.Replace("_", "").Replace("-", "").ToLowerInvariant();

    /// <summary>Edits between two names, where exchanging neighbors is one (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }

        return rows[a.Length, b.Length];
    }
}
