namespace Agro.Cli.Authoring;

/// <summary>What <c>agro-host new</c> can begin.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="What">What it is, in a word with its article, for the beginning of a sentence.</param>
internal sealed record ProjectKind(string Name, string What)
{
    private const string FinalAnswer = "  - { use: final-answer, weight: 1 }";
    private const string Own = "{ use: template-name }";

    /// <summary>The folder of its templates.</summary>
    public string Folder { get; init; } = Name;

    /// <summary>The ending of the one file that it is; null for a project.</summary>
    public string? Extension { get; init; }

    /// <summary>The data source of the project's recipe.</summary>
    public string Train { get; init; } = "{ use: arithmetic, operations: [add, subtract], max_terms: 3, max_digits: 2 }";

    /// <summary>The rewards of the project's recipe, a line each.</summary>
    public string Rewards { get; init; } = FinalAnswer;

    /// <summary>The algorithm of the project's recipe.</summary>
    public string Algorithm { get; init; } = "{ use: agro, beta: 0.02 }";

    /// <summary>Further lines of the project's recipe.</summary>
    public string More { get; init; } = "";

    /// <summary>A hook as a DLL, which the command line calls a hook too.</summary>
    public static ProjectKind CompiledHook { get; } = new("hook", "A hook") { Folder = "compiled-hook", More = $"hooks: [ {Own} ]" };

    /// <summary>Everything, in the order that it is shown in.</summary>
    public static IReadOnlyList<ProjectKind> All { get; } =
    [
        new("reward", "A reward") { Rewards = $"{FinalAnswer}\n  - {{ use: template-name, weight: 0.5, free_length: 20 }}" },
        new("group-reward", "A reward of whole groups") { Rewards = $"{FinalAnswer}\n  - {{ use: template-name, weight: 0.2 }}" },
        new("data-source", "A data source") { Train = "{ use: template-name, limit: 99 }" },
        new("algorithm", "An algorithm") { Algorithm = Own },
        new("tracker", "A tracker") { More = "trackers: [ { use: template-name, path: metrics.csv } ]" },
        new("hook", "A hook") { Extension = ".csx" },
        new("recipe", "A recipe") { Extension = ".yaml" },
    ];
}
