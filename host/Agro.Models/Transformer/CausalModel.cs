using Agro.Models.Lora;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// A decoder-only transformer: the policy, or a frozen copy of it. Weights are the parameters' own memory, so an optimizer that updates
/// them in place is seen at once by everything that holds the model. Not safe for concurrent use while parameters change.
/// </summary>
public sealed class CausalModel : IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _parameters;
    private DecoderLayer[] _layers;
    private readonly Norm _finalNorm;
    private readonly Linear _head;
    private readonly Tensor? _embeddingScale;

    /// <summary>Takes over parameters, which become leaves outside any dispose scope.</summary>
    internal CausalModel(ModelConfig config, OrderedDictionary<string, Tensor> parameters, bool frozen)
    {
        Config = config;
        _parameters = parameters;
        foreach (var (_, parameter) in parameters) parameter.DetachFromDisposeScope().requires_grad = !frozen;
        var embedding = parameters[ParameterShapes.Embedding];
        (Device, Type) = (embedding.device, embedding.dtype);
        _layers = Layers(null);
        _finalNorm = Norm.From(config, parameters, "model.norm");
        _head = new(config.TiedEmbeddings ? embedding : parameters[ParameterShapes.Head], null);
        // A tensor of the weights' type: the scale is rounded to it before it multiplies.
        if (config.ScaledEmbeddings) _embeddingScale = tensor(Math.Sqrt(config.HiddenSize), Type, Device).DetachFromDisposeScope();
        Positions = new(config, parameters, Device, Type);
    }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>Where the weights are.</summary>
    public Device Device { get; }

    /// <summary>The type of the weights.</summary>
    public ScalarType Type { get; }

    /// <summary>
    /// The parameters in the order of a forward pass, by the names of Llama's files, whatever the family's own: projections are
    /// <c>[out, in]</c>, and queries, keys and values are apart. A tied head is not listed twice.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>The adapters; null when there are none.</summary>
    public LoraAdapters? Adapters { get; private set; }

    /// <summary>The parameters that training changes: the adapters' where there are some, else all.</summary>
    public IReadOnlyDictionary<string, Tensor> TrainedParameters => Adapters?.Parameters ?? _parameters;

    /// <summary>Makes a model with random weights: normal with <see cref="ModelConfig.InitializerRange"/>, norms 1, biases 0.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="seed">Decides the weights, the same on every device.</param>
    /// <param name="device">Where to put them; null for the CPU.</param>
    /// <param name="dtype">Their type; on the CPU narrow types become float32.</param>
    /// <returns>The model.</returns>
    public static CausalModel Create(ModelConfig config, long seed, Device? device = null, ScalarType dtype = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Checked("config"), ParameterStore.Random(config, seed, device ?? CPU, dtype), frozen: false);
    }

    /// <summary>Makes a model with given weights.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="weights">Tensors by the names of the family's files.</param>
    /// <param name="device">Where to put them; null for the CPU.</param>
    /// <param name="dtype">Their type; on the CPU narrow types become float32, in which such a processor is several times faster.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">Tensors are missing, unexpected or of another shape; lists them.</exception>
    public static CausalModel Load(
        ModelConfig config, ModelWeights weights, Device? device = null, ScalarType dtype = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        return new(config, ParameterStore.Read(config, weights, device ?? CPU, dtype), frozen: false);
    }

    /// <summary>Puts adapters on projections, which change nothing yet, and freezes everything else.</summary>
    /// <param name="config">Which.</param>
    /// <param name="seed">Decides their weights.</param>
    /// <exception cref="InvalidOperationException">There are some already.</exception>
    public void Adapt(LoraConfig config, long seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Adapters is not null) throw new InvalidOperationException("the model has adapters already");
        foreach (var (_, parameter) in _parameters) parameter.requires_grad = false;
        Adapters = new(config, Config, seed, Device, Type);
        _layers = Layers(Adapters);
    }

    /// <summary>Overwrites the weights in place, so that whoever holds the parameters (an optimizer) sees the new ones.</summary>
    /// <param name="weights">Tensors by the names of the family's files.</param>
    /// <exception cref="InputException">Tensors are missing, unexpected or of another shape; nothing was changed.</exception>
    public void Overwrite(ModelWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ParameterFiles.Check(Config, weights);
        ParameterFiles.Read(Config, weights, _parameters);
    }

    /// <summary>Copies the model, without adapters.</summary>
    /// <param name="frozen">Whether the copy's parameters take no gradient, as a reference policy's do.</param>
    /// <returns>A model with its own weights.</returns>
    public CausalModel Clone(bool frozen = false)
    {
        using var _ = no_grad();
        return new(Config, new(_parameters.Select(item => KeyValuePair.Create(item.Key, item.Value.detach().clone()))), frozen);
    }

    /// <summary>The raw scores of every next token.</summary>
    /// <param name="ids">Token ids, <c>[B, T]</c>, int64, on the model's device.</param>
    /// <returns><c>[B, T, V]</c>, of the model's type.</returns>
    public Tensor Logits(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        return Head(Hidden(ids, Positions.First(ids.size(1)), CausalAttention.Instance)).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probabilities of completions given their prompts, in the caller's gradient mode.</summary>
    /// <param name="sequences">B sequences; memory grows with B times the longest.</param>
    /// <param name="temperature">Divides the logits; 0 (greedy) counts as 1.</param>
    /// <param name="entropies">Whether entropies are wanted too.</param>
    /// <param name="padTo">T; null for the longest completion.</param>
    /// <param name="critic">Gives values too; null for none.</param>
    /// <returns>Log-probabilities, and what else was wanted.</returns>
    /// <exception cref="ArgumentException">A prompt is empty, a sequence too long, or a token outside the vocabulary.</exception>
    public CompletionLogProbs LogProbsOf(
        IReadOnlyList<TokenSequence> sequences, double temperature = 1, bool entropies = false, int? padTo = null, CriticHead? critic = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var batch = new SequenceBatch(sequences, Config, padTo);
        using var scope = NewDisposeScope();
        var predicting = Predicting(batch);
        var scores = CompletionScores.Of(predicting, Head, batch, temperature == 0 ? 1 : temperature, entropies);
        var values = critic is null ? null : CompletionScores.Padded([critic.Of(predicting)], predicting, batch);
        return new(scores.LogProbs.MoveToOuterDisposeScope(), scores.Entropies?.MoveToOuterDisposeScope(), values?.MoveToOuterDisposeScope());
    }

    /// <summary>Starts a forward pass over completions whose gradient is to be taken, without holding more logits than fit.</summary>
    /// <param name="sequences">B sequences; memory grows with B times the longest.</param>
    /// <param name="temperature">Divides the logits; 0 (greedy) counts as 1.</param>
    /// <param name="critic">Gives values too; null for none.</param>
    /// <param name="checkpointed">Whether activations inside layers are computed again for the gradient instead of being kept.</param>
    /// <param name="padTo">T; null for the longest completion.</param>
    /// <exception cref="ArgumentException">A prompt is empty, a sequence too long, or a token outside the vocabulary.</exception>
    public CompletionPass PassOver(
        IReadOnlyList<TokenSequence> sequences, double temperature = 1, CriticHead? critic = null, bool checkpointed = false, int? padTo = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return new(this, new(sequences, Config, padTo), temperature == 0 ? 1 : temperature, critic, checkpointed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Positions.Dispose();
        Adapters?.Dispose();
        _embeddingScale?.Dispose();
        foreach (var (_, parameter) in _parameters) parameter.Dispose();
    }

    internal PositionEncoding Positions { get; }

    /// <summary>
    /// The hidden states that predict completion tokens, <c>[n, d]</c>. The head is the widest product of all: nothing else goes through it.
    /// </summary>
    internal Tensor Predicting(SequenceBatch batch)
    {
        using var scope = NewDisposeScope();
        var ids = DeviceTransfer.ToDevice(batch.Ids, Device, batch.Count, batch.Length);
        var hidden = Hidden(ids, Positions.First(batch.Length), CausalAttention.Instance);
        return Select(hidden, batch).MoveToOuterDisposeScope();
    }

    /// <summary>The same, with the layers' activations computed again for the gradient.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="checkpoints">Carries the gradient on, once what is returned has given it to the last layer.</param>
    internal Tensor Predicting(SequenceBatch batch, out LayerCheckpoints checkpoints)
    {
        var ids = DeviceTransfer.ToDevice(batch.Ids, Device, batch.Count, batch.Length);
        var positions = Positions.First(batch.Length);
        checkpoints = new(() => Embedded(ids, positions),
            [.. _layers.Select(layer => (Func<Tensor, Tensor>)(input => layer.Of(input, positions, CausalAttention.Instance)))]);
        return Select(_finalNorm.Of(checkpoints.Output), batch);
    }

    private DecoderLayer[] Layers(LoraAdapters? adapters) =>
        [.. Enumerable.Range(0, Config.LayerCount).Select(index => new DecoderLayer(Config, index, new(_parameters, adapters)))];

    private Tensor Select(Tensor hidden, SequenceBatch batch) => hidden.flatten(0, 1).index_select(0, DeviceTransfer.ToDevice(batch.Rows, Device));

    /// <summary><c>[B, T]</c> ids to normalized hidden states <c>[B, T, d]</c>.</summary>
    internal Tensor Hidden(Tensor ids, PassPositions positions, IAttention attention)
    {
        using var scope = NewDisposeScope();
        var state = Embedded(ids, positions);
        foreach (var layer in _layers)
        {
            using var inner = NewDisposeScope();
            var next = layer.Of(state, positions, attention).MoveToOuterDisposeScope();
            state.Dispose();
            state = next;
        }
        return _finalNorm.Of(state).MoveToOuterDisposeScope();
    }

    /// <summary><c>[B, T]</c> ids to the input of the first layer, <c>[B, T, d]</c>.</summary>
    internal Tensor Embedded(Tensor ids, PassPositions positions)
    {
        var state = _parameters[ParameterShapes.Embedding].index_select(0, ids.flatten()).view(ids.size(0), ids.size(1), Config.HiddenSize);
        if (_embeddingScale is not null) state = state.mul(_embeddingScale);
        return positions.Learned is null ? state : state.add(positions.Learned);
    }

    /// <summary>The head's weights where its logits are a linear map; null where they are not.</summary>
    internal Linear? LinearHead => Config.FinalLogitCap is null ? _head : null;

    /// <summary><c>[..., d]</c> to logits <c>[..., V]</c>.</summary>
    internal Tensor Head(Tensor hidden)
    {
        var logits = hidden.Dimensions == 2 && !is_grad_enabled() ? _head.OfFew(hidden) : _head.Of(hidden);
        return Config.FinalLogitCap is { } cap ? logits.div(Constant.Of(cap)).tanh().mul(Constant.Of(cap)) : logits;
    }
}
