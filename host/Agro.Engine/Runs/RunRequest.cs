namespace Agro.Engine.Runs;

/// <summary>What a person asks for when starting a run.</summary>
public sealed record RunRequest
{
    /// <summary>The recipe.</summary>
    public required string RecipePath { get; init; }

    /// <summary>Changes to the recipe, such as <c>training.steps=10</c>.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Further plugins: DLLs or folders.</summary>
    public IReadOnlyList<string> PluginPaths { get; init; } = [];

    /// <summary>The run folder; null for one in <c>runs/</c>.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>Whether to go on with the run in the folder.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether plugins and scripts may be exchanged while the run goes on, where the recipe allows it.</summary>
    public bool HotSwap { get; init; } = true;

    /// <summary>A folder with libtorch; null to look for it.</summary>
    public string? LibTorchDirectory { get; init; }
}
