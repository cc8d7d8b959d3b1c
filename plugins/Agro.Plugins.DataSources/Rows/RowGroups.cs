using System.Security.Cryptography;
using System.Text;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Which rows make up each prompt, in the order of the prompts' first rows.</summary>
internal sealed class RowGroups
{
    // The rows of prompt i are _rows[_starts[i].._starts[i + 1]].
    private readonly int[] _rows;
    private readonly int[] _starts;

    private RowGroups(int first, int[] promptOf, int prompts)
    {
        _starts = new int[prompts + 1];
        foreach (var prompt in promptOf) _starts[prompt + 1]++;
        for (var i = 0; i < prompts; i++) _starts[i + 1] += _starts[i];
        _rows = new int[promptOf.Length];
        var next = _starts.AsSpan(0, prompts).ToArray();
        for (var i = 0; i < promptOf.Length; i++) _rows[next[promptOf[i]]++] = first + i;
    }

    /// <summary>How many prompts there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The rows of a prompt, in order; at least one.</summary>
    /// <param name="prompt">The prompt, from 0.</param>
    public ReadOnlySpan<int> this[int prompt] => _rows.AsSpan(_starts[prompt].._starts[prompt + 1]);

    /// <summary>Puts rows with the same prompt, answer and demonstration together.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="promptOf">The prompt of a row; null for a row that stays alone.</param>
    public static RowGroups Of(int first, int end, Func<int, Prompt?> promptOf)
    {
        var known = new Dictionary<UInt128, int>();
        var prompts = 0;
        var promptOfRow = new int[end - first];
        for (var row = first; row < end; row++)
        {
            if (promptOf(row) is not { } prompt)
            {
                promptOfRow[row - first] = prompts++;
                continue;
            }

            var identity = IdentityOf(prompt);
            if (!known.TryGetValue(identity, out var index)) known[identity] = index = prompts++;
            promptOfRow[row - first] = index;
        }

        return new(first, promptOfRow, prompts);
    }

    // A hash in the place of the texts, which may take more memory than there is; 128 bits of SHA-256 do not meet by chance.
    private static UInt128 IdentityOf(Prompt prompt)
    {
        var text = new StringBuilder();
        foreach (var part in prompt.Messages.SelectMany(message => new[] { message.Role.ToString(), message.Content })
            .Concat([prompt.Text, prompt.Answer, prompt.Demonstration]))
        {
            text.Append(part?.Length ?? -1).Append(':').Append(part);
        }

        return BitConverter.ToUInt128(SHA256.HashData(Encoding.Unicode.GetBytes(text.ToString())));
    }
}
