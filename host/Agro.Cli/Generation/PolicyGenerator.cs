using System.Collections.Immutable;
using Agro.Models;
using Agro.Models.Generation;
using Agro.Models.Tokenizers;
using TorchSharp;

namespace Agro.Cli.Generation;

/// <summary>Generates with a policy from a Hugging Face folder.</summary>
internal sealed class PolicyGenerator : IDisposable
{
    // Enough prompts to keep the batch full, few enough that output comes while later ones are generated.
    private const int PromptsAtOnce = 128;

    private readonly PretrainedPolicy _policy;
    private readonly Tokenizer _tokenizer;
    private readonly LocalRolloutEngine _engine;

    /// <summary>Loads the folder. libtorch must be loaded.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="device">What computes.</param>
    /// <param name="dtype">The type of the weights.</param>
    /// <exception cref="InputException">Something in the folder cannot be used.</exception>
    public PolicyGenerator(string directory, torch.Device device, torch.ScalarType dtype)
    {
        _tokenizer = Tokenizer.Load(PretrainedPolicy.TokenizerDirectoryOf(directory));
        _policy = PretrainedPolicy.Load(directory, device, dtype);
        _engine = new(_policy.Model, _policy.EndOfSequenceIds, tokens => _tokenizer.Decode(tokens.AsSpan()), () => 0);
    }

    /// <summary>Refuses a folder that cannot hold a policy, before anything else is asked of the person.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">It is not there, or has no weights.</exception>
    public static void Check(string directory)
    {
        if (!Directory.Exists(directory)) throw new InputException($"{directory}: no such folder");
        if (!PretrainedPolicy.HasWeights(directory))
            throw new InputException($"{directory}: holds no model.safetensors and no adapters: name the folder of a trained policy, such as a checkpoint");
    }

    /// <summary>Turns prompts into requests; none is generated before all have been checked.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="sampling">How to sample.</param>
    /// <returns>A request for each prompt.</returns>
    /// <exception cref="InputException">Prompts are empty, too long or not of the model's vocabulary; all are told.</exception>
    public IReadOnlyList<GenerationRequest> Requests(IReadOnlyList<PromptRow> prompts, SamplingRequest sampling)
    {
        var faults = new List<string>();
        var requests = new List<GenerationRequest>();
        foreach (var (index, prompt) in prompts.Index())
        {
            var tokens = prompt.Text is { } text ? _tokenizer.Encode(text) : prompt.Tokens;
            var limit = sampling.IsLimitGiven
                ? sampling.Sampling.MaxTokens
                : Math.Max(1, Math.Min(sampling.Sampling.MaxTokens, _policy.Config.MaxPositions - tokens.Length));
            if (FaultOf(tokens, limit) is { } fault) faults.Add($"{prompt.Place}: {fault}");
            // Prompts that say the same still get completions of their own.
            var seed = unchecked((long)((ulong)sampling.Seed * 0x9e3779b97f4a7c15) + index);
            requests.Add(new(tokens, sampling.Count, sampling.Sampling with { MaxTokens = limit }, seed));
        }

        return faults.Count == 0 ? requests : throw new InputException(string.Join('\n', faults));
    }

    /// <summary>Generates; the completions of a request come once those before it have.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>For each request, its completions.</returns>
    public IEnumerable<ImmutableArray<Completion>> Generate(IReadOnlyList<GenerationRequest> requests, CancellationToken stop) =>
        requests.Chunk(PromptsAtOnce).SelectMany(chunk => _engine.GenerateAsync(chunk, stop).GetAwaiter().GetResult());

    /// <inheritdoc/>
    public void Dispose() => _policy.Dispose();

    private string? FaultOf(ImmutableArray<int> tokens, int maxTokens)
    {
        var (vocabulary, context) = (_policy.Config.VocabularySize, _policy.Config.MaxPositions);
        if (tokens.IsEmpty) return "the prompt has no tokens, and this tokenizer adds none: give it at least one";
        if (tokens.FirstOrDefault(token => token >= vocabulary, -1) is var unknown and >= 0)
            return $"token {unknown} is not below the model's vocabulary of {vocabulary}";
        return tokens.Length + (long)maxTokens > context
            ? $"a prompt of {tokens.Length} tokens and {maxTokens} more exceed the model's {context} positions"
            : null;
    }
}
