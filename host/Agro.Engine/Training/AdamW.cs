using Agro.Models;
using Agro.Models.Transformer;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Engine.Training;

/// <summary>The constants of <see cref="AdamW"/>.</summary>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="WeightDecay">Decoupled weight decay, per step and unit of learning rate.</param>
/// <param name="MasterWeights">
/// Whether parameters narrower than float32 have a copy in float32 on which updates are made (Micikevicius et al., arXiv 1710.03740),
/// and moments in float32. Without it an update much smaller than its weight is lost in rounding.
/// </param>
internal sealed record AdamWOptions(
    double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0, bool MasterWeights = true);

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv 1711.05101) as <c>torch.optim.AdamW</c> computes it. The moments are plain tensors under the
/// parameters' names, so that a checkpoint is a safetensors file and survives rebuilding the model.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private readonly IReadOnlyDictionary<string, Tensor> _parameters;
    private readonly AdamWOptions _options;
    private readonly Dictionary<string, ParameterState> _states = [];

    /// <param name="First">The mean of gradients.</param>
    /// <param name="Second">The mean of squared gradients.</param>
    /// <param name="Master">The parameter in float32; null where it is as wide itself.</param>
    private sealed record ParameterState(Tensor First, Tensor Second, Tensor? Master);

    /// <summary>Makes an optimizer with zero moments.</summary>
    /// <param name="parameters">The parameters by name; those that take no gradient are left out.</param>
    /// <param name="options">Its constants.</param>
    public AdamW(IReadOnlyDictionary<string, Tensor> parameters, AdamWOptions options)
    {
        _parameters = parameters;
        _options = options;
        foreach (var (name, parameter) in parameters.Where(entry => entry.Value.requires_grad))
        {
            using var guard = no_grad();
            var master = options.MasterWeights && FloatingType.IsNarrow(parameter.dtype) ? parameter.detach().to(ScalarType.Float32).DetachFromDisposeScope() : null;
            _states[name] = new(zeros_like(master ?? parameter).DetachFromDisposeScope(), zeros_like(master ?? parameter).DetachFromDisposeScope(), master);
        }
    }

    /// <summary>Updates done so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var name in _states.Keys)
        {
            if (_parameters[name].grad is { } gradient) gradient.zero_();
        }
    }

    /// <summary>Scales the gradients so that their joint norm is at most a limit, as <c>clip_grad_norm_</c> does.</summary>
    /// <param name="limit">The limit; 0 leaves the gradients as they are.</param>
    /// <returns>The norm before scaling.</returns>
    public double ClipGradients(double limit)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var gradients = _states.Keys.Select(name => _parameters[name].grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0) return 0;
        // A sum of squares would lose most of them in a narrow type.
        var wide = gradients.Select(gradient => FloatingType.IsNarrow(gradient.dtype) ? gradient.to(ScalarType.Float32) : gradient);
        var norm = DeviceTransfer.Number(FusedAdamW.Norms([.. wide]).to_type(ScalarType.Float64).norm());
        if (limit > 0 && norm > limit)
        {
            using Scalar factor = limit / (norm + 1e-6);
            foreach (var gradient in gradients) gradient.mul_(factor);
        }

        return norm;
    }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    public void Step(double learningRate)
    {
        Steps++;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var due = _states.Where(entry => _parameters[entry.Key].grad is not null).ToList();
        foreach (var alike in due.GroupBy(entry => (entry.Value.First.dtype, entry.Value.Master is null)))
        {
            var weights = alike.Select(entry => entry.Value.Master ?? _parameters[entry.Key]).ToArray();
            var gradients = alike.Select(entry => _parameters[entry.Key].grad!).Select(gradient => gradient.to(alike.Key.dtype)).ToArray();
            FusedAdamW.Update(
                new(weights, gradients, [.. alike.Select(entry => entry.Value.First)], [.. alike.Select(entry => entry.Value.Second)]),
                _options, learningRate, Steps);
        }

        foreach (var (name, state) in due)
            if (state.Master is not null) _parameters[name].copy_(state.Master);
    }

    /// <summary>The moments and master weights by name, for a checkpoint. The tensors are the optimizer's own.</summary>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        var state = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, (first, second, master)) in _states)
        {
            state[$"{name}.exp_avg"] = first;
            state[$"{name}.exp_avg_sq"] = second;
            if (master is not null) state[$"{name}.master"] = master;
        }

        return state;
    }

    /// <summary>Takes over the moments and master weights of a checkpoint.</summary>
    /// <param name="state">Tensors by name, as <see cref="State"/> gives them.</param>
    /// <param name="steps">Updates done so far.</param>
    public void Load(IReadOnlyDictionary<string, Tensor> state, long steps)
    {
        using var guard = no_grad();
        foreach (var (name, own) in State())
        {
            if (!state.TryGetValue(name, out var saved) || !saved.shape.SequenceEqual(own.shape))
            {
                throw new InputException($"the checkpoint's optimizer state does not fit the policy: '{name}' is missing or has another shape");
            }

            own.copy_(saved);
        }

        Steps = steps;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (first, second, master) in _states.Values)
        {
            first.Dispose();
            second.Dispose();
            master?.Dispose();
        }
    }
}
