using Agro.Models.Transformer;

namespace Agro.Models.Generation.Panels;

/// <summary>One rotary embedding: its table, which grows with the longest sequence met, and the turns of the rows of a pass.</summary>
internal sealed unsafe class PanelTurns(ModelConfig config, Rotation rotation, PanelBuffers buffers)
{
    private const int Lanes = PanelLinear.Lanes;

    private readonly RotarySettings _settings = RotarySettings.Of(config, rotation);
    private readonly int _half = config.HeadSize / 2;
    private readonly float* _rowCosines = buffers.Take(config.HeadSize / 2), _rowSines = buffers.Take(config.HeadSize / 2);
    private float[] _cosines = [], _sines = [];

    /// <summary>Makes room for positions below a length.</summary>
    public void Reserve(int length)
    {
        if (length * _half <= _cosines.Length) return;
        var (cosines, sines) = _settings.Turns(Math.Min(config.MaxPositions, Math.Max(256, 2 * length)));
        _cosines = Array.ConvertAll(cosines, value => (float)value);
        _sines = Array.ConvertAll(sines, value => (float)value);
    }

    /// <summary>Sets the position of a row.</summary>
    public void Place(int panel, int lane, int position)
    {
        var turns = ((nint)panel * _half * Lanes) + lane;
        for (var i = 0; i < _half; i++)
        {
            _rowCosines[turns + (i * Lanes)] = _cosines[(position * _half) + i];
            _rowSines[turns + (i * Lanes)] = _sines[(position * _half) + i];
        }
    }

    /// <summary>Turns one head of a panel's rows, <c>[hd, Lanes]</c>.</summary>
    public void Turn(float* head, int panel)
    {
        var turns = (nint)panel * _half * Lanes;
        PanelMath.Turn(head, _rowCosines + turns, _rowSines + turns, _half);
    }
}
