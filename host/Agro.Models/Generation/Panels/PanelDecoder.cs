using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Agro.Models.Transformer;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Models.Generation.Panels;

/// <summary>
/// Decodes on the CPU in float32 on the policy's own weights, without libtorch: several times faster for the many small products of a
/// decode step, and exact: a sequence's logits are the same bits whatever is decoded beside it.
/// </summary>
internal sealed unsafe class PanelDecoder : IDecoder
{
    private const int Lanes = PanelLinear.Lanes;
    private const int PrefillPanels = 8;

    // Below this many weights every thread can afford to read them all.
    private const long SmallModel = 8_000_000;

    private readonly ModelConfig _config;
    private readonly PanelWeights _weights;
    private readonly PanelBuffers _buffers;
    private readonly PanelCache _cache;
    private readonly PanelPass _pass;
    private readonly PanelRow[] _rows;
    private readonly PanelTeam _team;
    private readonly bool _small;

    public PanelDecoder(CausalModel model, int slots, int? threads = null)
    {
        _config = model.Config;
        var panels = Math.Max(PrefillPanels, (slots + Lanes - 1) / Lanes);
        _buffers = new(_config, panels);
        _weights = new(model, _buffers);
        _cache = new(_config, slots);
        _pass = new(_config, _weights, _buffers, _cache);
        _rows = new PanelRow[panels * Lanes];
        _team = new(threads ?? Math.Min(Environment.ProcessorCount, get_num_threads()));
        _small = model.Parameters.Values.Sum(parameter => parameter.NumberOfElements) < SmallModel;
    }

    /// <summary>Whether this processor and this model are what the decoder is made for.</summary>
    public static bool Supports(CausalModel model) =>
        (Fma.IsSupported || AdvSimd.Arm64.IsSupported) && model.Device.type == DeviceType.CPU
        && model.Type == ScalarType.Float32 && model.Config.HeadSize % 8 == 0;

    public int Threads => _team.Threads;

    public void Share(int pieces, Action<int> action) => _team.Run(pieces, action);

    public void Reserve(int length) => _cache.Reserve(length);

    public void Prefill(int slot, ReadOnlySpan<int> prompt, Span<float> logits)
    {
        for (var start = 0; start < prompt.Length; start += _rows.Length)
        {
            var count = Math.Min(_rows.Length, prompt.Length - start);
            for (var i = 0; i < count; i++) _rows[i] = new(slot, prompt[start + i], start + i);
            _pass.Take(_rows, count);
            var panels = (count + Lanes - 1) / Lanes;
            // The rows are one sequence: each phase must be done for all before the next.
            var work = new PanelWork(0, panels, _team, LastLanes(count));
            _pass.Run(work);
            if (start + count < prompt.Length) continue;
            fixed (float* to = logits) Head(work, count - 1, 1, to);
        }
    }

    public void Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<float> logits)
    {
        var count = tokens.Length;
        for (var i = 0; i < count; i++) _rows[i] = new(i, tokens[i], positions[i]);
        _pass.Take(_rows, count);
        var panels = (count + Lanes - 1) / Lanes;
        fixed (float* output = logits)
        {
            // A lambda cannot hold a fixed local; the array stays pinned until every thread is done.
            var to = output;
            var threads = _small ? Math.Min(_team.Threads, panels) : 1;
            if (threads < _team.Threads || threads == 1) Through(new(0, panels, _team, LastLanes(count)), count, to);
            else _team.Run(threads, thread =>
            {
                var (first, end) = (panels * thread / threads, panels * (thread + 1) / threads);
                Through(new(first, end - first, null, end == panels ? LastLanes(count) : Lanes), count, to);
            });
        }
    }

    private static int LastLanes(int rows) => ((rows - 1) % Lanes) + 1;

    private void Through(PanelWork work, int count, float* logits)
    {
        _pass.Run(work);
        var (first, end) = (work.First * Lanes, Math.Min(count, (work.First + work.Count) * Lanes));
        Head(work, first, end - first, logits + ((nint)first * _config.VocabularySize));
    }

    /// <summary>Logits of some rows, from panels to <c>[rows, V]</c>.</summary>
    private void Head(PanelWork work, int firstRow, int rows, float* logits)
    {
        nint vocabulary = _config.VocabularySize;
        work.Rows(_config.VocabularySize, (first, count) =>
        {
            var piece = stackalloc float[PanelWork.MostRows * Lanes];
            for (var end = first + count; first < end; first += PanelWork.MostRows)
            {
                var width = Math.Min(PanelWork.MostRows, end - first);
                for (var row = firstRow; row < firstRow + rows; row = (row / Lanes * Lanes) + Lanes)
                {
                    var lanes = Math.Min(Lanes - (row % Lanes), firstRow + rows - row);
                    _weights.Head.Rows(first, width, _buffers.Normed + ((nint)(row / Lanes) * _config.HiddenSize * Lanes), piece, 0, 1, (row % Lanes) + lanes);
                    if (_config.FinalLogitCap is { } cap) PanelMath.Cap(piece, width * Lanes, (float)cap);
                    for (var lane = 0; lane < lanes; lane++)
                    {
                        var to = logits + ((row + lane - firstRow) * vocabulary) + first;
                        for (var i = 0; i < width; i++) to[i] = piece[(i * Lanes) + (row % Lanes) + lane];
                    }
                }
            }
        });
    }

    public void Copy(int from, int to, int length) => _cache.Copy(from, to, length);

    public void Move(int from, int to, int length) => _cache.Swap(from, to);

    public void Dispose()
    {
        _team.Dispose();
        _cache.Dispose();
        _buffers.Dispose();
    }
}
