using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>A prompt and a completion of it, as token ids.</summary>
/// <param name="Prompt">The prompt, special tokens included; at least one.</param>
/// <param name="Completion">The completion; may be empty.</param>
public sealed record TokenSequence(ImmutableArray<int> Prompt, ImmutableArray<int> Completion)
{
    /// <summary>Tokens of both together.</summary>
    public int Length => Prompt.Length + Completion.Length;
}

/// <summary>What a policy gives the tokens of completions. B sequences, T the length of the longest completion (or more, if asked for).</summary>
/// <param name="LogProbs">
/// Natural-log probabilities, <c>[B, T]</c>, 0 on padding; float64 for a model in float64, else float32.
/// </param>
/// <param name="Entropies">Entropies in nats of the distributions that the tokens were drawn from, <c>[B, T]</c>, 0 on padding; null unless asked for.</param>
/// <param name="Values">What a critic expects of the state before each token, <c>[B, T]</c>, 0 on padding; null without a critic.</param>
public sealed record CompletionLogProbs(Tensor LogProbs, Tensor? Entropies, Tensor? Values = null);
