using static TorchSharp.torch;

namespace Agro.Models.Transformer;

/// <summary>
/// Attention of a <see cref="PackedBatch"/>, whose tokens are rows of <c>[N, 1, H, hd]</c>: prompts attend within themselves, completions
/// to their prompt and within themselves. The same sums as of whole sequences, each prompt's taken once. Its tensors belong to the scope that
/// it was made in.
/// </summary>
internal sealed class PackedAttention : IAttention
{
    private readonly List<Layout> _blocks;

    /// <summary>Lays the batch's blocks out.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="device">Where the model is.</param>
    public PackedAttention(PackedBatch batch, Device device) => _blocks = [.. batch.Blocks.Select(block => new Layout(block, device))];

    public Tensor Attend(AttentionSettings settings, Tensor query, Tensor key, Tensor value)
    {
        var (queries, keys, values) = (query.squeeze(1), key.squeeze(1), value.squeeze(1));
        var parts = new List<Tensor>();
        foreach (var block in _blocks) block.Attend(settings, (queries, keys, values), parts);
        return (parts.Count == 1 ? parts[0] : cat(parts, 0)).unsqueeze(1);
    }

    /// <summary>Where the tokens of a block are.</summary>
    private sealed class Layout
    {
        private readonly PackedBlock _block;
        private readonly long _start, _tokens, _width;
        private readonly Tensor? _promptOf, _gather, _scatter;

        public Layout(PackedBlock block, Device device)
        {
            _block = block;
            _start = block.First + ((long)block.Prompts * block.PromptLength);
            (_tokens, _width) = (block.Lengths.Sum(), block.Lengths.IsEmpty ? 0 : block.Lengths.Max());
            if (!IsEven(block)) _promptOf = DeviceTransfer.ToDevice([.. block.PromptOf], device);
            if (_tokens == _width * block.Lengths.Length) return;
            var (gather, scatter) = (new long[block.Lengths.Length * _width], new long[_tokens]);
            var token = 0;
            for (var row = 0; row < block.Lengths.Length; row++)
                for (var t = 0; t < block.Lengths[row]; t++, token++)
                {
                    gather[(row * _width) + t] = token;
                    scatter[token] = (row * _width) + t;
                }

            // Padding repeats the block's first token, and what comes of it is left out.
            (_gather, _scatter) = (DeviceTransfer.ToDevice(gather, device), DeviceTransfer.ToDevice(scatter, device));
        }

        /// <summary>Adds what the block's tokens attend to, <c>[n, H * hd]</c>, in their order.</summary>
        public void Attend(AttentionSettings settings, (Tensor Query, Tensor Key, Tensor Value) of, List<Tensor> parts)
        {
            var (promptKey, promptValue) = (Prompts(of.Key), Prompts(of.Value));
            parts.Add(MaskedAttention.Of(settings, Prompts(of.Query), promptKey, promptValue).flatten(0, 1));
            if (_tokens == 0) return;
            var (key, value) = (Joined(promptKey, of.Key), Joined(promptValue, of.Value));
            var attended = MaskedAttention.Of(settings, Completions(of.Query), key, value).flatten(0, 1);
            parts.Add(_scatter is null ? attended : attended.index_select(0, _scatter));
        }

        /// <summary><c>[N, heads, hd]</c> to <c>[prompts, P, heads, hd]</c>.</summary>
        private Tensor Prompts(Tensor all) => all.narrow(0, _block.First, (long)_block.Prompts * _block.PromptLength)
            .view(_block.Prompts, _block.PromptLength, all.size(1), all.size(2));

        /// <summary><c>[N, heads, hd]</c> to <c>[completions, C, heads, hd]</c>.</summary>
        private Tensor Completions(Tensor all)
        {
            var own = all.narrow(0, _start, _tokens);
            return (_gather is null ? own : own.index_select(0, _gather)).view(_block.Lengths.Length, _width, all.size(1), all.size(2));
        }

        /// <summary>What a completion attends to: its prompt, then itself, <c>[completions, P + C, heads, hd]</c>.</summary>
        private Tensor Joined(Tensor prompts, Tensor all)
        {
            var (rows, heads, size) = (_block.Lengths.Length, prompts.size(2), prompts.size(3));
            var each = _promptOf is not null
                ? prompts.index_select(0, _promptOf)
                : prompts.unsqueeze(1).expand(_block.Prompts, rows / _block.Prompts, _block.PromptLength, heads, size).reshape(rows, _block.PromptLength, heads, size);
            return cat([each, Completions(all)], 1);
        }

        /// <summary>Whether every prompt has the same number of completions, which are in the prompts' order.</summary>
        private static bool IsEven(PackedBlock block)
        {
            var rows = block.PromptOf.Length;
            return rows % block.Prompts == 0 && Enumerable.Range(0, rows).All(row => block.PromptOf[row] == row / (rows / block.Prompts));
        }
    }
}
