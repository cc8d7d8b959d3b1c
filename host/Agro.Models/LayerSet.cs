using System.Collections.Immutable;

namespace Agro.Models;

/// <summary>Some of a model's layers. Equal to another set of the same layers.</summary>
public readonly struct LayerSet : IEquatable<LayerSet>
{
    private readonly ImmutableArray<int> _layers;

    private LayerSet(IEnumerable<int> layers) => _layers = [.. layers.Distinct().Order()];

    /// <summary>Whether there is no layer in it.</summary>
    public bool IsEmpty => _layers.IsDefaultOrEmpty;

    /// <summary>Whether two sets are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(LayerSet left, LayerSet right) => left.Equals(right);

    /// <summary>Whether two sets differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(LayerSet left, LayerSet right) => !left.Equals(right);

    /// <summary>Makes a set of the layers for which a condition holds.</summary>
    /// <param name="count">How many layers the model has.</param>
    /// <param name="condition">Takes the index of a layer, from 0.</param>
    /// <returns>The set.</returns>
    public static LayerSet Where(int count, Func<int, bool> condition) => new(Enumerable.Range(0, count).Where(condition));

    /// <summary>Whether a layer is in it.</summary>
    /// <param name="layer">The index of the layer, from 0.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(int layer) => !_layers.IsDefault && _layers.BinarySearch(layer) >= 0;

    /// <inheritdoc/>
    public bool Equals(LayerSet other) => IsEmpty ? other.IsEmpty : !other.IsEmpty && _layers.SequenceEqual(other._layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LayerSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsEmpty ? 0 : _layers.Aggregate(_layers.Length, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "none" : string.Join(", ", _layers);
}
