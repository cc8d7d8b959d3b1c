using System.Runtime.InteropServices;

namespace Agro.Models.Generation.Panels;

/// <summary>The intermediate values of a pass, each <c>[panels, features, Lanes]</c>.</summary>
internal sealed unsafe class PanelBuffers : IDisposable
{
    private const int Lanes = PanelLinear.Lanes;

    private readonly List<nint> _blocks = [];
    private readonly nint[] _scores;
    private readonly int[] _scoreCounts;

    public PanelBuffers(ModelConfig config, int panels)
    {
        Panels = panels;
        (_scores, _scoreCounts) = (new nint[panels], new int[panels]);
        var (queries, keys) = (config.HeadCount * config.HeadSize, config.KeyValueHeadCount * config.HeadSize);
        State = Take(config.HiddenSize);
        Normed = Take(config.HiddenSize);
        Added = Take(config.HiddenSize);
        Query = Take(queries);
        Mixed = Take(queries);
        Rows = Take(queries);
        Key = Take(keys);
        Value = Take(keys);
        Gate = Take(config.IntermediateSize);
        Up = Take(config.IntermediateSize);
    }

    ~PanelBuffers() => Free();

    public int Panels { get; }

    /// <summary>The residual stream.</summary>
    public float* State { get; }

    public float* Normed { get; }

    /// <summary>What a block adds to the residual stream.</summary>
    public float* Added { get; }

    public float* Query { get; }

    public float* Key { get; }

    public float* Value { get; }

    public float* Mixed { get; }

    /// <summary>Queries, then mixed values, as <c>[panels, Lanes, features]</c>.</summary>
    public float* Rows { get; }

    public float* Gate { get; }

    public float* Up { get; }

    /// <summary>Room for the attention scores of one head, up to a whole number of Lanes; each panel's is its own.</summary>
    public float* Scores(int panel, int count)
    {
        if (count <= _scoreCounts[panel]) return (float*)_scores[panel];
        var longer = Math.Max(4 * Lanes, ((2 * count) + Lanes - 1) / Lanes * Lanes);
        NativeMemory.AlignedFree((void*)_scores[panel]);
        _scores[panel] = (nint)NativeMemory.AlignedAlloc((nuint)longer * sizeof(float), 64);
        _scoreCounts[panel] = longer;
        return (float*)_scores[panel];
    }

    /// <summary>Takes memory for <c>[panels, features, Lanes]</c>, which lives as long as this.</summary>
    public float* Take(int features)
    {
        var bytes = (nuint)Panels * (nuint)features * Lanes * sizeof(float);
        var block = NativeMemory.AlignedAlloc(bytes, 64);
        // Lanes without a sequence are computed too; zeros keep them from being slow denormal or NaN arithmetic.
        NativeMemory.Clear(block, bytes);
        _blocks.Add((nint)block);
        return (float*)block;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (var block in _blocks) NativeMemory.AlignedFree((void*)block);
        _blocks.Clear();
        for (var panel = 0; panel < _scores.Length; panel++)
        {
            NativeMemory.AlignedFree((void*)_scores[panel]);
            (_scores[panel], _scoreCounts[panel]) = (0, 0);
        }
    }
}
