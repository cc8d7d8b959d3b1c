using static TorchSharp.torch;

namespace Agro.Models.Generation;

/// <summary>
/// Keys and values of every layer, preallocated as <c>[slots, KV, T, hd]</c>. Nothing is concatenated per token; T grows by doubling.
/// </summary>
internal sealed class KeyValueCache(ModelConfig config, Device device, ScalarType type, int slots) : IDisposable
{
    private const int Bucket = 32;

    private readonly Tensor[] _keys = new Tensor[config.LayerCount];
    private readonly Tensor[] _values = new Tensor[config.LayerCount];

    /// <summary>T.</summary>
    public int Length { get; private set; }

    public Tensor Keys(int layer) => _keys[layer];

    public Tensor Values(int layer) => _values[layer];

    /// <summary>Rounds a length up, so that products come in few shapes.</summary>
    public int Bucketed(int length) => Math.Min(Length, (length + Bucket - 1) / Bucket * Bucket);

    public void Reserve(int length)
    {
        if (length <= Length) return;
        var longer = Math.Min(Math.Max((length + Bucket - 1) / Bucket * Bucket, 2 * Length), Math.Max(length, config.MaxPositions));
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            _keys[layer] = Grown(_keys[layer], longer);
            _values[layer] = Grown(_values[layer], longer);
        }
        Length = longer;
    }

    public void Copy(int from, int to, int length)
    {
        using var scope = NewDisposeScope();
        foreach (var cache in _keys.Concat(_values))
            cache.select(0, to).narrow(1, 0, length).copy_(cache.select(0, from).narrow(1, 0, length));
    }

    public void Dispose()
    {
        foreach (var cache in _keys.Concat(_values)) cache?.Dispose();
    }

    private Tensor Grown(Tensor? old, int length)
    {
        using var scope = NewDisposeScope();
        // Zeros, not garbage: a masked position still meets its probability of 0, and 0 times NaN is NaN.
        var grown = zeros([slots, config.KeyValueHeadCount, length, config.HeadSize], type, device);
        if (old is not null)
        {
            grown.narrow(2, 0, Length).copy_(old);
            old.Dispose();
        }
        return grown.DetachFromDisposeScope();
    }
}
