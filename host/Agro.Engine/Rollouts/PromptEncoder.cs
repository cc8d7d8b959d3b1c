using System.Collections.Immutable;

namespace Agro.Engine.Rollouts;

/// <summary>Turns prompts into tokens, and refuses those that the policy cannot take.</summary>
/// <param name="tokenizer">The policy's tokenizer.</param>
/// <param name="maxPositions">The longest sequence that the policy takes, prompt and completion together.</param>
/// <param name="endOfSequence">The token that ends a demonstration.</param>
internal sealed class PromptEncoder(ITokenizer tokenizer, int maxPositions, int endOfSequence)
{
    /// <summary>Encodes a prompt that completions are to be sampled of.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="maxTokens">The longest completion.</param>
    /// <exception cref="AgroException">It is empty, too long, or a conversation.</exception>
    public ImmutableArray<int> ForSampling(Prompt prompt, int maxTokens)
    {
        var tokens = Encode(prompt);
        return tokens.Length + (long)maxTokens <= maxPositions ? tokens : throw new AgroException(
            $"prompt '{prompt.Id}' has {tokens.Length} tokens; with max_tokens {maxTokens} that is more than the model's "
            + $"max_position_embeddings ({maxPositions}): leave it out, shorten it, or lower max_tokens");
    }

    /// <summary>Encodes a prompt with its demonstration.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <exception cref="AgroException">It has no demonstration, or is empty, a conversation, or too long together with it.</exception>
    public (ImmutableArray<int> Tokens, Completion Demonstration) WithDemonstration(Prompt prompt)
    {
        var text = prompt.Demonstration
            ?? throw new AgroException($"prompt '{prompt.Id}' has no demonstration, and the algorithm is trained on them");
        var tokens = Encode(prompt);
        ImmutableArray<int> completion = [.. tokenizer.Encode(text, addSpecialTokens: false), endOfSequence];
        if (tokens.Length + (long)completion.Length > maxPositions)
        {
            throw new AgroException($"prompt '{prompt.Id}' has {tokens.Length} tokens and its demonstration {completion.Length}; together "
                + $"that is more than the model's max_position_embeddings ({maxPositions}): leave it out, or shorten one of them");
        }

        return (tokens, new Completion { Text = text, Tokens = completion, FinishReason = FinishReason.Given, PolicyVersion = -1 });
    }

    private ImmutableArray<int> Encode(Prompt prompt)
    {
        if (!prompt.Messages.IsDefaultOrEmpty)
        {
            throw new AgroException($"prompt '{prompt.Id}' is a conversation, and this policy takes plain text: it has no chat template that can be rendered");
        }

        var tokens = tokenizer.Encode(prompt.Text);
        return tokens.Length > 0 ? tokens : throw new AgroException($"prompt '{prompt.Id}' is empty: leave it out, or put a text before it");
    }
}
