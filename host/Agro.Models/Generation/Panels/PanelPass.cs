using Agro.Models.Transformer;

namespace Agro.Models.Generation.Panels;

/// <summary>One token of one sequence in a pass.</summary>
internal readonly record struct PanelRow(int Slot, int Token, int Position);

/// <summary>A pass of up to a buffer's worth of rows through the layers. Row i is lane i % Lanes of panel i / Lanes.</summary>
internal sealed unsafe class PanelPass(ModelConfig config, PanelWeights weights, PanelBuffers buffers, PanelCache cache)
{
    private const int Lanes = PanelLinear.Lanes;

    private readonly int _hidden = config.HiddenSize, _size = config.HeadSize;
    private readonly float _epsilon = (float)config.NormEpsilon, _scale = (float)(1 / Math.Sqrt(config.HeadSize));
    private PanelRow[] _rows = [];
    private int _count;
    private float[] _cosine = [], _sine = [];

    /// <summary>Sets the rows of the next pass; grows the rotary table to the cache's needs.</summary>
    public void Take(PanelRow[] rows, int count)
    {
        (_rows, _count) = (rows, count);
        var longest = 0;
        for (var i = 0; i < count; i++) longest = Math.Max(longest, rows[i].Position + 1);
        var half = _size / 2;
        if (longest * half <= _cosine.Length) return;
        var angles = RotaryEmbedding.Angles(config, Math.Min(config.MaxPositions, Math.Max(256, 2 * longest)));
        _cosine = Array.ConvertAll(angles, angle => (float)Math.Cos(angle));
        _sine = Array.ConvertAll(angles, angle => (float)Math.Sin(angle));
    }

    /// <summary>Runs the rows of some panels through all layers. Rows of one slot must be in one call.</summary>
    public void Run(PanelWork work)
    {
        work.Panels(Embed);
        for (var i = 0; i < weights.Layers.Length; i++) Layer(weights.Layers[i], i, work);
        work.Panels(panel => PanelMath.Normalize(At(buffers.State, panel), weights.FinalNorm, _hidden, _epsilon, At(buffers.Normed, panel)));
    }

    private void Layer(PanelLayer layer, int index, PanelWork work)
    {
        work.Panels(panel => PanelMath.Normalize(At(buffers.State, panel), layer.AttentionNorm, _hidden, _epsilon, At(buffers.Normed, panel)));
        work.Project(layer.Query, buffers.Normed, buffers.Query);
        work.Project(layer.Key, buffers.Normed, buffers.Key);
        work.Project(layer.Value, buffers.Normed, buffers.Value);
        work.Panels(panel => Keep(layer, index, panel));
        work.Panels(panel => Attend(index, panel));
        work.Project(layer.Output, buffers.Mixed, buffers.Added);
        work.Panels(panel =>
        {
            PanelMath.Add(At(buffers.State, panel), At(buffers.Added, panel), _hidden * Lanes);
            PanelMath.Normalize(At(buffers.State, panel), layer.FeedForwardNorm, _hidden, _epsilon, At(buffers.Normed, panel));
        });
        work.Project(layer.Gate, buffers.Normed, buffers.Gate);
        work.Project(layer.Up, buffers.Normed, buffers.Up);
        var inner = config.IntermediateSize * Lanes;
        work.Panels(panel => PanelMath.Gate(buffers.Gate + ((nint)panel * inner), buffers.Up + ((nint)panel * inner), inner));
        work.Project(layer.Down, buffers.Gate, buffers.Added);
        work.Panels(panel => PanelMath.Add(At(buffers.State, panel), At(buffers.Added, panel), _hidden * Lanes));
    }

    private float* At(float* buffer, int panel) => buffer + ((nint)panel * _hidden * Lanes);

    private int LanesOf(int panel) => Math.Min(Lanes, _count - (panel * Lanes));

    private void Embed(int panel)
    {
        var half = _size / 2;
        var state = At(buffers.State, panel);
        var turns = (nint)panel * half * Lanes;
        for (var lane = 0; lane < LanesOf(panel); lane++)
        {
            var row = _rows[(panel * Lanes) + lane];
            var from = weights.Embedding + ((nint)row.Token * _hidden);
            for (var i = 0; i < _hidden; i++) state[(i * Lanes) + lane] = from[i];
            for (var i = 0; i < half; i++)
            {
                buffers.Cosine[turns + (i * Lanes) + lane] = _cosine[(row.Position * half) + i];
                buffers.Sine[turns + (i * Lanes) + lane] = _sine[(row.Position * half) + i];
            }
        }
    }

    /// <summary>Turns queries and keys, and puts keys and values where their sequences keep them.</summary>
    private void Keep(PanelLayer layer, int index, int panel)
    {
        Turn(buffers.Query, config.HeadCount, layer.QueryNorm, panel);
        Turn(buffers.Key, config.KeyValueHeadCount, layer.KeyNorm, panel);
        for (var head = 0; head < config.KeyValueHeadCount; head++)
        {
            var offset = (((nint)panel * config.KeyValueHeadCount) + head) * _size * Lanes;
            for (var lane = 0; lane < LanesOf(panel); lane++)
            {
                var row = _rows[(panel * Lanes) + lane];
                var keys = cache.Keys(row.Slot, index, head) + ((nint)(row.Position / Lanes) * _size * Lanes) + (row.Position % Lanes);
                var values = cache.Values(row.Slot, index, head) + ((nint)row.Position * _size);
                for (var i = 0; i < _size; i++) keys[i * Lanes] = buffers.Key[offset + (i * Lanes) + lane];
                for (var i = 0; i < _size; i++) values[i] = buffers.Value[offset + (i * Lanes) + lane];
            }
        }
    }

    private void Turn(float* heads, int count, float* norm, int panel)
    {
        var head = heads + ((nint)panel * count * _size * Lanes);
        var turns = (nint)panel * (_size / 2) * Lanes;
        for (var i = 0; i < count; i++, head += _size * Lanes)
        {
            if (norm != null) PanelMath.Normalize(head, norm, _size, _epsilon, head);
            PanelMath.Turn(head, buffers.Cosine + turns, buffers.Sine + turns, _size / 2);
        }
    }

    private void Attend(int index, int panel)
    {
        var (width, groups) = (config.HeadCount * _size, config.HeadCount / config.KeyValueHeadCount);
        var rows = buffers.Rows + ((nint)panel * width * Lanes);
        PanelMath.ToRows(buffers.Query + ((nint)panel * width * Lanes), rows, width, _scale);
        for (var lane = 0; lane < LanesOf(panel); lane++)
        {
            var row = _rows[(panel * Lanes) + lane];
            var count = row.Position + 1;
            var scores = buffers.Scores(panel, count);
            for (var head = 0; head < config.HeadCount; head++)
            {
                // The mix takes the place of the query, which is not needed any more.
                var query = rows + (lane * width) + (head * _size);
                PanelAttention.Score(query, cache.Keys(row.Slot, index, head / groups), _size, count, scores);
                PanelMath.Softmax(scores, count);
                PanelAttention.Mix(scores, cache.Values(row.Slot, index, head / groups), _size, count, query);
            }
        }
        PanelMath.FromRows(rows, buffers.Mixed + ((nint)panel * width * Lanes), width);
    }
}
