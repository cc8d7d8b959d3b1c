using Agro.Models.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Lora;

/// <summary>
/// The adapters of a model, which are all that is trained of it. With them off, or as they were at the start, the model is the reference
/// policy: there is no second copy of it. They are kept at least in float32.
/// </summary>
public sealed class LoraAdapters : IDisposable
{
    private readonly OrderedDictionary<string, LoraModule> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoraProjection> _projections = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, Tensor> _parameters = new(StringComparer.Ordinal);

    /// <summary>Makes adapters that change nothing yet: A is uniform as PEFT's is, B is 0.</summary>
    /// <param name="config">Which.</param>
    /// <param name="model">The model's shape.</param>
    /// <param name="seed">Decides A, the same on every device.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="dtype">The type of the model's weights.</param>
    internal LoraAdapters(LoraConfig config, ModelConfig model, long seed, Device device, ScalarType dtype)
    {
        Config = config;
        ScaleOfOutput = Constant.Of(config.Scale);
        var type = FloatingType.Wide(dtype);
        var tensors = LoraTargets.Tensors(model, ModelFamilies.Of(model).ModuleLayout);
        using var _ = no_grad();
        using var generator = new Generator(unchecked((ulong)seed), CPU);
        foreach (var name in config.Modules)
        {
            using var scope = NewDisposeScope();
            var parts = tensors[name].Parts;
            var (inputs, outputs) = (parts[0].Shape[1], parts.Sum(part => part.Shape[0]));
            var bound = 1 / Math.Sqrt(inputs);
            var down = empty([config.Rank, inputs], ScalarType.Float32).uniform_(-bound, bound, generator).to(type, device);
            Add(new(name, down.DetachFromDisposeScope(), zeros([outputs, config.Rank], type, device).DetachFromDisposeScope()), parts);
        }
    }

    /// <summary>Which adapters there are.</summary>
    public LoraConfig Config { get; }

    /// <summary>The adapters' weights, by the names of PEFT's files.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>Whether the model is the reference policy now.</summary>
    public bool IsReference { get; private set; }

    internal Scalar ScaleOfOutput { get; }

    /// <summary>
    /// Makes the adapters as they are now those of the reference policy. Unless this is called, the reference policy has none.
    /// </summary>
    public void KeepAsReference()
    {
        using var _ = no_grad();
        foreach (var module in _modules.Values) module.Reference = (Copy(module.Down), Copy(module.Up));

        static Tensor Copy(Tensor tensor) => tensor.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>Makes the model the reference policy until what is returned is disposed. Nothing may be sampled meanwhile.</summary>
    /// <returns>Makes it the policy in training again.</returns>
    public IDisposable AsReference()
    {
        IsReference = true;
        return new Reference(this);
    }

    /// <summary>Overwrites the weights in place.</summary>
    /// <param name="weights">Tensors by the names of <see cref="Parameters"/>.</param>
    internal void Overwrite(Func<string, Tensor> weights)
    {
        using var _ = no_grad();
        foreach (var (name, parameter) in _parameters)
        {
            using var scope = NewDisposeScope();
            parameter.copy_(weights(name));
        }
    }

    /// <summary>The adapter of a projection, by the name that it has here; null when it has none.</summary>
    internal LoraProjection? Find(string projection) => _projections.GetValueOrDefault(projection);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var module in _modules.Values) module.Dispose();
    }

    private void Add(LoraModule module, IEnumerable<Transformer.ParameterShape> parts)
    {
        _modules.Add(module.Name, module);
        foreach (var (name, tensor) in LoraFiles.Tensors(module)) _parameters.Add(name, tensor);
        foreach (var tensor in (Tensor[])[module.Down, module.Up]) tensor.requires_grad = true;
        long start = 0;
        foreach (var part in parts)
        {
            _projections.Add(part.Name[..^".weight".Length], new(this, module, start, part.Shape[0]));
            start += part.Shape[0];
        }
    }

    private sealed class Reference(LoraAdapters adapters) : IDisposable
    {
        public void Dispose() => adapters.IsReference = false;
    }
}
