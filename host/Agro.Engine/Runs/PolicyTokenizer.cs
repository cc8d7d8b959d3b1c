using Agro.Models;
using Agro.Models.Tokenizers;

namespace Agro.Engine.Runs;

/// <summary>A policy's tokenizer, and where it is.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Directory">Its folder: the policy's, or for adapters perhaps that of their model.</param>
internal sealed record PolicyTokenizer(Tokenizer Tokenizer, string Directory)
{
    /// <summary>Loads a tokenizer, and refuses one that has tokens which the policy does not know.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="policy">The policy's shape.</param>
    /// <exception cref="InputException">It is broken, or they do not belong together.</exception>
    public static PolicyTokenizer Load(string directory, ModelConfig policy)
    {
        var tokenizer = Tokenizer.Load(directory);
        if (tokenizer.VocabularySize > policy.VocabularySize)
        {
            throw new InputException(
                $"{Path.Combine(directory, "tokenizer.json")}: has {tokenizer.VocabularySize} tokens, but the model's vocab_size is {policy.VocabularySize}: they do not belong together");
        }

        return new(tokenizer, directory);
    }
}
