namespace Agro.Tests.Models.Plain;

/// <summary>Softmax attention of one layer over one sequence, written out.</summary>
internal sealed record PlainAttention(int Heads, int KeyHeads, int Size, double Scale, double? Cap, int? Window)
{
    /// <summary>For each position the heads' means side by side, from queries, keys and values of each position.</summary>
    public double[][] Of(double[][] queries, double[][] keys, double[][] values)
    {
        var mixed = new double[queries.Length][];
        for (var t = 0; t < queries.Length; t++)
        {
            mixed[t] = new double[Heads * Size];
            for (var head = 0; head < Heads; head++) Mix(head, t, queries, keys, values, mixed[t]);
        }

        return mixed;
    }

    private void Mix(int head, int t, double[][] queries, double[][] keys, double[][] values, double[] mixed)
    {
        var keyHead = head * KeyHeads / Heads;
        // A window of n positions holds the token's own and the n - 1 before it.
        var first = Window is { } window && t >= window ? t - window + 1 : 0;
        var weights = new double[t + 1];
        for (var s = first; s <= t; s++)
        {
            var product = 0.0;
            for (var i = 0; i < Size; i++) product += queries[t][(head * Size) + i] * keys[s][(keyHead * Size) + i];
            weights[s] = PlainMath.SoftCap(product * Scale, Cap);
        }

        var highest = weights[first..].Max();
        var total = 0.0;
        for (var s = first; s <= t; s++) total += weights[s] = Math.Exp(weights[s] - highest);
        for (var s = first; s <= t; s++)
            for (var i = 0; i < Size; i++) mixed[(head * Size) + i] += weights[s] / total * values[s][(keyHead * Size) + i];
    }
}
