using System.Security.Cryptography;
using System.Text;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Leaves prompts out; asked about each prompt once, in order.</summary>
/// <param name="options">Which.</param>
internal sealed class PromptFilter(FilterOptions options)
{
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>Whether a prompt stays.</summary>
    /// <param name="prompt">The prompt.</param>
    public bool Keeps(Prompt prompt) =>
        prompt.Text.Length >= (options.MinPrompt ?? 0)
        && prompt.Text.Length <= (options.MaxPrompt ?? int.MaxValue)
        && (prompt.Answer?.Length ?? 0) <= (options.MaxAnswer ?? int.MaxValue)
        && (prompt.Demonstration?.Length ?? 0) <= (options.MaxDemonstration ?? int.MaxValue)
        && options.Where.All(wanted => prompt.Fields.GetValueOrDefault(wanted.Key) == wanted.Value)
        && (!options.Unique || _seen.Add(IdentityOf(prompt.Text)));

    // A hash in the place of the texts, which may take more memory than there is; 128 bits of SHA-256 do not meet by chance.
    private static UInt128 IdentityOf(string text)
    {
        var plain = string.Join(' ', text.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return BitConverter.ToUInt128(SHA256.HashData(Encoding.Unicode.GetBytes(plain)));
    }
}
