using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// A critic on the policy's trunk: one linear projection of the normalized hidden state before each token to the return that is
/// expected from there. It starts at 0 everywhere, so that training starts without a baseline and needs no seed.
/// </summary>
public sealed class CriticHead : IDisposable
{
    /// <summary>The beginning of its parameters' names.</summary>
    public const string Prefix = "critic.";

    private readonly Tensor _weight, _bias;

    /// <summary>Makes a critic of a policy.</summary>
    /// <param name="policy">The policy, whose device and type it takes.</param>
    public CriticHead(CausalModel policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _weight = zeros([1, policy.Config.HiddenSize], policy.Type, policy.Device).DetachFromDisposeScope();
        _bias = zeros([1], policy.Type, policy.Device).DetachFromDisposeScope();
        foreach (var parameter in (Tensor[])[_weight, _bias]) parameter.requires_grad = true;
    }

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => new Dictionary<string, Tensor>
    {
        [$"{Prefix}weight"] = _weight,
        [$"{Prefix}bias"] = _bias,
    };

    /// <summary>Overwrites the weights in place.</summary>
    /// <param name="weights">Tensors by the names of <see cref="Parameters"/>.</param>
    /// <exception cref="InputException">A tensor is missing or of another shape.</exception>
    public void Overwrite(IReadOnlyDictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        using var guard = no_grad();
        foreach (var (name, own) in Parameters)
        {
            if (!weights.TryGetValue(name, out var saved) || !saved.shape.SequenceEqual(own.shape))
                throw new InputException($"the saved critic does not fit the policy: '{name}' is missing or has another shape");
            own.copy_(saved);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }

    /// <summary><c>[N, d]</c> hidden states to values <c>[N]</c>, at least in float32.</summary>
    internal Tensor Of(Tensor hidden)
    {
        var values = nn.functional.linear(hidden, _weight, _bias).squeeze(1);
        return values.to(FloatingType.Wide(values.dtype));
    }
}
