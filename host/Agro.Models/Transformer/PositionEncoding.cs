using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>The positions of a pass, as each kind of layer takes them; what a model has no use for is null.</summary>
/// <param name="Global">The turns of most layers.</param>
/// <param name="Local">The turns of layers with a sliding window, where they are others.</param>
/// <param name="Learned">Embeddings that are added to the tokens', <c>[T, d]</c> or <c>[B, 1, d]</c>.</param>
internal readonly record struct PassPositions(RotaryTurns? Global, RotaryTurns? Local, Tensor? Learned)
{
    /// <summary>The turns of a kind of layers; null for none.</summary>
    public RotaryTurns? Of(Rotation rotation) => rotation switch
    {
        Rotation.Global => Global,
        Rotation.Local => Local,
        _ => null,
    };
}

/// <summary>Tells a model's layers the positions of their tokens.</summary>
internal sealed class PositionEncoding : IDisposable
{
    private readonly RotaryEmbedding? _global, _local;
    private readonly Tensor? _learned;
    private readonly int _most;

    public PositionEncoding(ModelConfig config, IReadOnlyDictionary<string, Tensor> parameters, Device device, ScalarType type)
    {
        _most = config.MaxPositions;
        _learned = parameters.GetValueOrDefault(ParameterShapes.Positions);
        var used = Enumerable.Range(0, config.LayerCount).Select(config.RotationOf).ToHashSet();
        (_global, _local) = (Rotary(Rotation.Global), Rotary(Rotation.Local));

        RotaryEmbedding? Rotary(Rotation rotation) =>
            used.Contains(rotation) ? new(RotarySettings.Of(config, rotation), config.MaxPositions, device, type) : null;
    }

    /// <summary>Positions 0 to length - 1.</summary>
    public PassPositions First(long length)
    {
        Check(length);
        return new(_global?.First(length), _local?.First(length), _learned?.narrow(0, 0, length));
    }

    /// <summary>One position for each row.</summary>
    /// <param name="positions"><c>[B]</c>, int64.</param>
    /// <param name="longest">Above all of them.</param>
    public PassPositions At(Tensor positions, long longest)
    {
        Check(longest);
        return new(_global?.At(positions, longest), _local?.At(positions, longest), _learned?.index_select(0, positions).unsqueeze(1));
    }

    public void Dispose()
    {
        _global?.Dispose();
        _local?.Dispose();
    }

    private void Check(long length)
    {
        if (length > _most) throw new ArgumentOutOfRangeException(nameof(length), $"{length} positions, the model takes {_most}");
    }
}
