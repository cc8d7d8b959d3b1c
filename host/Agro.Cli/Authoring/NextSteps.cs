namespace Agro.Cli.Authoring;

/// <summary>What to do with something new.</summary>
internal static class NextSteps
{
    /// <summary>Says it.</summary>
    /// <param name="kind">What was made.</param>
    /// <param name="made">It.</param>
    public static string After(ProjectKind kind, NewProject made)
    {
        var shown = Path.GetRelativePath(Environment.CurrentDirectory, made.Target);
        if (shown.StartsWith("..", StringComparison.Ordinal)) shown = made.Target;
        if (kind.Name == "recipe") return $"{shown}\n\n  agro-host validate {Quote(shown)}\n  agro-host run {Quote(shown)}\n";
        if (kind.Extension is not null) return $"{shown}\n\nIn a recipe:\n  hooks: [ {{ script: {Quote(shown)} }} ]\n";
        var use = kind.Folder switch
        {
            "data-source" => $"data: {{ train: {{ use: {made.Name.Use} }} }}",
            "algorithm" => $"algorithm: {{ use: {made.Name.Use} }}",
            "tracker" => $"trackers: [ {{ use: {made.Name.Use}, path: metrics.csv }} ]",
            "compiled-hook" => $"hooks: [ {{ use: {made.Name.Use} }} ]",
            _ => $"rewards: [ {{ use: {made.Name.Use} }} ]",
        };
        return $"""
            {shown}

              cd {Quote(shown)}
              dotnet build                 # bin/{made.Name.Class}.dll
              dotnet test
              agro-host run recipe.yaml    # meanwhile, edit {made.Name.Class}/{made.Name.Class}.cs and build again

            In a recipe of yours:
              plugins: [ {Quote(Path.Combine(made.Target, "bin", $"{made.Name.Class}.dll"))} ]
              {use}

            """.ReplaceLineEndings("\n");
    }

    private static string Quote(string path) => path.Any(c => !char.IsLetterOrDigit(c) && !"/\\._-:".Contains(c, StringComparison.Ordinal)) ? $"'{path}'" : path;
}
