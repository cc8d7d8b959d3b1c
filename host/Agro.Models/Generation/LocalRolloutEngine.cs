using System.Collections.Immutable;
using Agro.Models.Generation.Panels;
using Agro.Models.Transformer;
using TorchSharp;

namespace Agro.Models.Generation;

/// <summary>
/// Samples completions in this process, on the caller's thread: the returned task is complete. What a request yields does not depend on
/// the requests beside it. One call at a time, and none while the weights change.
/// </summary>
/// <param name="model">The policy; stays the caller's.</param>
/// <param name="endOfSequenceIds">The tokens that end a completion.</param>
/// <param name="decode">Turns a completion's tokens, without the one that ended it, into text.</param>
/// <param name="policyVersion">Tells how many optimizer steps are behind the weights.</param>
/// <param name="maxBatch">The most completions at once; memory for keys and values grows with it.</param>
public sealed class LocalRolloutEngine(
    CausalModel model,
    ImmutableArray<int> endOfSequenceIds,
    Func<ImmutableArray<int>, string> decode,
    Func<long> policyVersion,
    int maxBatch = 128) : IRolloutEngine
{
    /// <summary>Sees the logits before each choice; null for nobody.</summary>
    internal LogitsObserver? Observer { get; init; }

    /// <summary>Makes what computes the logits, for a number of slots.</summary>
    internal Func<int, IDecoder> NewDecoder { get; init; } = slots => DecoderFor(model, slots);

    /// <inheritdoc/>
    /// <exception cref="InputException">A prompt is empty, too long or not of this model's vocabulary, or an option is out of range.</exception>
    /// <exception cref="AgroException">The policy's logits are not finite.</exception>
    public Task<IReadOnlyList<ImmutableArray<Completion>>> GenerateAsync(
        IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        foreach (var request in requests) Check(request);
        var version = policyVersion();
        var batch = (int)Math.Clamp(requests.Sum(request => (long)request.Count), 1, maxBatch);
        using var decoder = NewDecoder(batch + 1);
        var run = new GenerationRun(decoder, model.Config, requests, endOfSequenceIds, batch) { Observer = Observer };
        run.Run(cancellationToken);
        IReadOnlyList<ImmutableArray<Completion>> completions =
            [.. run.Finished.Select(rows => rows.Select(row => Completed(row!, version)).ToImmutableArray())];
        return Task.FromResult(completions);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <summary>The fastest decoder there is for a model where it lies.</summary>
    internal static IDecoder DecoderFor(CausalModel model, int slots) =>
        PanelDecoder.Supports(model) ? new PanelDecoder(model, slots)
        : model.Device.type == DeviceType.CPU ? new TorchDecoder(model, slots)
        : new DeviceDecoder(model, slots);

    private Completion Completed(GenerationRun.Row row, long version) => new()
    {
        Text = decode([.. row.Stopped ? row.Tokens.SkipLast(1) : row.Tokens]),
        Tokens = [.. row.Tokens],
        LogProbs = [.. row.LogProbs],
        FinishReason = row.Stopped ? FinishReason.Stop : FinishReason.Length,
        PolicyVersion = version,
    };

    private void Check(GenerationRequest request)
    {
        var (prompt, options, config) = (request.PromptTokens, request.Sampling, model.Config);
        if (prompt.IsDefaultOrEmpty) throw new InputException("a prompt has no tokens; give it at least one, such as the beginning-of-sequence token");
        foreach (var token in prompt)
            if ((uint)token >= (uint)config.VocabularySize)
                throw new InputException($"token {token} of a prompt is outside the model's vocabulary of {config.VocabularySize}: is this its tokenizer?");
        if (request.Count < 0) throw new InputException($"{request.Count} completions asked for");
        if (options.MaxTokens < 1) throw new InputException($"max_tokens is {options.MaxTokens}, at least 1 is needed");
        if (prompt.Length + (long)options.MaxTokens > config.MaxPositions)
            throw new InputException($"a prompt of {prompt.Length} tokens and max_tokens {options.MaxTokens} exceed the model's {config.MaxPositions} positions");
        if (!(options.Temperature >= 0 && double.IsFinite(options.Temperature)))
            throw new InputException(FormattableString.Invariant($"temperature is {options.Temperature}, a number of at least 0 is needed"));
        if (!(options.TopP > 0 && options.TopP <= 1)) throw new InputException(FormattableString.Invariant($"top_p is {options.TopP}, allowed is above 0 up to 1"));
        if (options.TopK < 0) throw new InputException($"top_k is {options.TopK}, at least 0 is needed");
    }
}
