using System.Collections.Immutable;
using Agro.Models.Transformer;

namespace Agro.Models.Families;

/// <summary>A tensor as a family stores it: one or more parameters, side by side along their outputs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Parts">The parameters that it holds.</param>
/// <param name="Transposed">Whether it is stored as <c>[in, out]</c>.</param>
internal sealed record StoredTensor(string Name, ImmutableArray<long> Shape, ImmutableArray<ParameterShape> Parts, bool Transposed)
{
    /// <summary>Whether it is a parameter as it is.</summary>
    public bool IsPlain => Parts.Length == 1 && !Transposed;
}

/// <summary>Which tensors a model's files hold, and which parameters those are.</summary>
internal abstract class WeightLayout
{
    /// <summary>The tensors of a model, each parameter in one of them.</summary>
    public abstract IEnumerable<StoredTensor> Of(ModelConfig config);

    /// <summary>Whether files may hold a tensor that the model computes itself.</summary>
    public virtual bool IsRedundant(ModelConfig config, string name) => name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);

    /// <summary>Whether a tensor belongs to a part that is not trained here, and is kept as it is.</summary>
    public virtual bool IsCarried(string name) => false;

    protected static StoredTensor Plain(string name, ParameterShape parameter) => new(name, [.. parameter.Shape], [parameter], false);
}
