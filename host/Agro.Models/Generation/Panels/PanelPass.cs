namespace Agro.Models.Generation.Panels;

/// <summary>One token of one sequence in a pass.</summary>
internal readonly record struct PanelRow(int Slot, int Token, int Position);

/// <summary>A pass of up to a buffer's worth of rows through the layers. Row i is lane i % Lanes of panel i / Lanes.</summary>
internal sealed unsafe class PanelPass
{
    private const int Lanes = PanelLinear.Lanes;

    private readonly ModelConfig _config;
    private readonly PanelWeights _weights;
    private readonly PanelBuffers _buffers;
    private readonly PanelCache _cache;
    private readonly Dictionary<Rotation, PanelTurns> _turns;
    private readonly int _hidden, _size;
    private readonly float _embeddingScale;
    private PanelRow[] _rows = [];
    private int _count;

    public PanelPass(ModelConfig config, PanelWeights weights, PanelBuffers buffers, PanelCache cache)
    {
        (_config, _weights, _buffers, _cache) = (config, weights, buffers, cache);
        (_hidden, _size) = (config.HiddenSize, config.HeadSize);
        _embeddingScale = config.ScaledEmbeddings ? (float)Math.Sqrt(config.HiddenSize) : 1;
        _turns = weights.Layers.Select(layer => layer.Rotation).Distinct().Where(rotation => rotation != Rotation.None)
            .ToDictionary(rotation => rotation, rotation => new PanelTurns(config, rotation, buffers));
    }

    /// <summary>Sets the rows of the next pass; grows the rotary tables to their needs.</summary>
    public void Take(PanelRow[] rows, int count)
    {
        (_rows, _count) = (rows, count);
        var longest = 0;
        for (var i = 0; i < count; i++) longest = Math.Max(longest, rows[i].Position + 1);
        foreach (var turns in _turns.Values) turns.Reserve(longest);
    }

    /// <summary>Runs the rows of some panels through all layers. Rows of one slot must be in one call.</summary>
    public void Run(PanelWork work)
    {
        work.Panels(Embed);
        for (var i = 0; i < _weights.Layers.Length; i++) Layer(_weights.Layers[i], work);
        work.Panels(panel => _weights.FinalNorm.Of(At(_buffers.State, panel), At(_buffers.Normed, panel)));
    }

    private void Layer(PanelLayer layer, PanelWork work)
    {
        work.Panels(panel => layer.AttentionNorm.Of(At(_buffers.State, panel), At(_buffers.Normed, panel)));
        work.Project(layer.Query, _buffers.Normed, _buffers.Query);
        work.Project(layer.Key, _buffers.Normed, _buffers.Key);
        work.Project(layer.Value, _buffers.Normed, _buffers.Value);
        work.Panels(panel => Keep(layer, panel));
        work.Panels(panel => Attend(layer, panel));
        work.Project(layer.Output, _buffers.Mixed, _buffers.Added);
        work.Panels(panel =>
        {
            Add(layer.AttendedNorm, panel);
            layer.FeedForwardNorm.Of(At(_buffers.State, panel), At(_buffers.Normed, panel));
        });
        FeedForward(layer, work);
        work.Panels(panel => Add(layer.FedNorm, panel));
    }

    private void FeedForward(PanelLayer layer, PanelWork work)
    {
        var (gated, inner) = (layer.Gate.Outputs > 0, _config.IntermediateSize * Lanes);
        if (gated) work.Project(layer.Gate, _buffers.Normed, _buffers.Gate);
        work.Project(layer.Up, _buffers.Normed, _buffers.Up);
        work.Panels(panel =>
        {
            var up = _buffers.Up + ((nint)panel * inner);
            if (gated) PanelMath.Gate(_config.Activation, _buffers.Gate + ((nint)panel * inner), up, inner);
            else PanelMath.Activate(_config.Activation, up, inner);
        });
        work.Project(layer.Down, gated ? _buffers.Gate : _buffers.Up, _buffers.Added);
    }

    /// <summary>Adds what a block returned to the residual stream, behind its own norm where it has one.</summary>
    private void Add(PanelNorm norm, int panel)
    {
        var added = At(_buffers.Added, panel);
        if (norm.Exists) norm.Of(added, added);
        PanelMath.Add(At(_buffers.State, panel), added, _hidden * Lanes);
    }

    private float* At(float* buffer, int panel) => buffer + ((nint)panel * _hidden * Lanes);

    private int LanesOf(int panel) => Math.Min(Lanes, _count - (panel * Lanes));

    private void Embed(int panel)
    {
        var state = At(_buffers.State, panel);
        for (var lane = 0; lane < LanesOf(panel); lane++)
        {
            var row = _rows[(panel * Lanes) + lane];
            var from = _weights.Embedding + ((nint)row.Token * _hidden);
            for (var i = 0; i < _hidden; i++) state[(i * Lanes) + lane] = from[i] * _embeddingScale;
            foreach (var turns in _turns.Values) turns.Place(panel, lane, row.Position);
            if (_weights.Positions == null) continue;
            var learned = _weights.Positions + ((nint)row.Position * _hidden);
            for (var i = 0; i < _hidden; i++) state[(i * Lanes) + lane] += learned[i];
        }
    }

    /// <summary>Turns queries and keys, and puts keys and values where their sequences keep them.</summary>
    private void Keep(PanelLayer layer, int panel)
    {
        var turns = _turns.GetValueOrDefault(layer.Rotation);
        Turn(_buffers.Query, _config.HeadCount, layer.QueryNorm, turns, panel);
        Turn(_buffers.Key, _config.KeyValueHeadCount, layer.KeyNorm, turns, panel);
        for (var head = 0; head < _config.KeyValueHeadCount; head++)
        {
            var offset = (((nint)panel * _config.KeyValueHeadCount) + head) * _size * Lanes;
            for (var lane = 0; lane < LanesOf(panel); lane++)
            {
                var row = _rows[(panel * Lanes) + lane];
                var keys = _cache.Keys(row.Slot, layer.Attention.Layer, head) + ((nint)(row.Position / Lanes) * _size * Lanes) + (row.Position % Lanes);
                var values = _cache.Values(row.Slot, layer.Attention.Layer, head) + ((nint)row.Position * _size);
                for (var i = 0; i < _size; i++) keys[i * Lanes] = _buffers.Key[offset + (i * Lanes) + lane];
                for (var i = 0; i < _size; i++) values[i] = _buffers.Value[offset + (i * Lanes) + lane];
            }
        }
    }

    private void Turn(float* heads, int count, PanelNorm norm, PanelTurns? turns, int panel)
    {
        var head = heads + ((nint)panel * count * _size * Lanes);
        for (var i = 0; i < count; i++, head += _size * Lanes)
        {
            if (norm.Exists) norm.Of(head, head);
            turns?.Turn(head, panel);
        }
    }

    private void Attend(PanelLayer layer, int panel)
    {
        var (width, groups) = (_config.HeadCount * _size, _config.HeadCount / _config.KeyValueHeadCount);
        var rows = _buffers.Rows + ((nint)panel * width * Lanes);
        var attention = new PanelAttention(layer.Attention, _size);
        PanelMath.ToRows(_buffers.Query + ((nint)panel * width * Lanes), rows, width, (float)layer.Attention.Scale);
        for (var lane = 0; lane < LanesOf(panel); lane++)
        {
            var row = _rows[(panel * Lanes) + lane];
            var scores = _buffers.Scores(panel, row.Position + 1);
            for (var head = 0; head < _config.HeadCount; head++)
            {
                var keys = _cache.Keys(row.Slot, layer.Attention.Layer, head / groups);
                var values = _cache.Values(row.Slot, layer.Attention.Layer, head / groups);
                // The mix takes the place of the query, which is not needed any more.
                attention.Of(rows + (lane * width) + (head * _size), keys, values, row.Position, scores);
            }
        }

        PanelMath.FromRows(rows, _buffers.Mixed + ((nint)panel * width * Lanes), width);
    }
}
