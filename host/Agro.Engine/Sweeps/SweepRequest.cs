namespace Agro.Engine.Sweeps;

/// <summary>What a person asks for when starting a sweep.</summary>
public sealed record SweepRequest
{
    /// <summary>The file of the sweep.</summary>
    public required string Path { get; init; }

    /// <summary>Changes to the recipe of every run; they win over variants and grid.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Further plugins: DLLs or folders.</summary>
    public IReadOnlyList<string> PluginPaths { get; init; } = [];

    /// <summary>The folder of the sweep; null for <c>runs/NAME</c>.</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>How many runs go on at the same time; null for what the file says.</summary>
    public int? Parallel { get; init; }

    /// <summary>A folder with libtorch; null to look for it.</summary>
    public string? LibTorchDirectory { get; init; }
}
