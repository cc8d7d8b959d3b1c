namespace Agro.Models.Generation;

/// <summary>
/// Sampling from the likeliest tokens only: first the <c>top_k</c>, then of those the smallest set whose renormalized probabilities add up
/// to <c>top_p</c> (Holtzman et al., arXiv 1904.09751), in the order of Hugging Face.
/// </summary>
internal sealed class Truncation(int vocabularySize)
{
    private readonly PriorityQueue<int, (float Weight, int Rank)> _heap = new();
    private (float Weight, int Token)[] _candidates = new (float, int)[Math.Min(vocabularySize, 256)];
    private int _count;

    /// <summary>Inverts the cumulative distribution of the kept tokens.</summary>
    /// <param name="weights">Unnormalized probabilities, <c>[V]</c>.</param>
    /// <param name="total">Their sum.</param>
    /// <param name="options">What to keep.</param>
    /// <param name="uniform">In [0, 1).</param>
    /// <returns>The token.</returns>
    public int Invert(ReadOnlySpan<float> weights, double total, SamplingOptions options, double uniform)
    {
        _count = 0;
        if (options.TopK > 0 && options.TopK < weights.Length)
        {
            TakeLikeliest(weights, options.TopK);
            total = 0;
            for (var i = 0; i < _count; i++) total += _candidates[i].Weight;
        }
        else
        {
            // Tokens below this hold less than 1 - top_p together, so none of them is kept.
            var floor = options.TopP >= 1 ? 0 : (1 - options.TopP) * total / weights.Length * 0.999;
            for (var token = 0; token < weights.Length; token++)
                if (weights[token] >= floor) Add(weights[token], token);
        }
        _candidates.AsSpan(0, _count).Sort(static (a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Token.CompareTo(b.Token));
        return Walk(uniform * Nucleus(options.TopP * total));
    }

    private void TakeLikeliest(ReadOnlySpan<float> weights, int count)
    {
        _heap.Clear();
        for (var token = 0; token < weights.Length; token++)
        {
            // Of equal weights the lower id is kept.
            if (_heap.Count < count) _heap.Enqueue(token, (weights[token], -token));
            else if (weights[token] > weights[_heap.Peek()]) _heap.EnqueueDequeue(token, (weights[token], -token));
        }
        while (_heap.TryDequeue(out var token, out _)) Add(weights[token], token);
    }

    private void Add(float weight, int token)
    {
        if (_count == _candidates.Length) Array.Resize(ref _candidates, _count * 2);
        _candidates[_count++] = (weight, token);
    }

    /// <summary>Cuts the sorted candidates after the one that reaches the target; returns the sum of the rest.</summary>
    private double Nucleus(double target)
    {
        double sum = 0;
        for (var i = 0; i < _count; i++)
        {
            sum += _candidates[i].Weight;
            if (sum < target) continue;
            _count = i + 1;
            break;
        }
        return sum;
    }

    private int Walk(double target)
    {
        var last = 0;
        for (var i = 0; i < _count && _candidates[i].Weight > 0; i++)
        {
            last = i;
            if ((target -= _candidates[i].Weight) < 0) break;
        }
        return _candidates[last].Token;
    }
}
