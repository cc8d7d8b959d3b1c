using System.Text;

namespace Agro.Models.Tokenizers.Decoding;

/// <summary>The decoding of one text.</summary>
internal sealed class DecoderRun(IReadOnlyList<Func<IDecoderStage>> stages)
{
    private readonly IDecoderStage[] _stages = [.. stages.Select(make => make())];
    private List<string> _input = [];
    private List<string> _output = [];

    /// <summary>Appends the text that has become certain with one more token.</summary>
    public void Push(string token, StringBuilder text)
    {
        _output.Clear();
        _output.Add(token);
        for (var i = 0; i < _stages.Length && _output.Count > 0; i++) Run(_stages[i], finish: false);
        Append(text);
    }

    /// <summary>Appends what was held back.</summary>
    public void Finish(StringBuilder text)
    {
        _output.Clear();
        foreach (var stage in _stages) Run(stage, finish: true);
        Append(text);
    }

    private void Run(IDecoderStage stage, bool finish)
    {
        (_input, _output) = (_output, _input);
        _output.Clear();
        foreach (var text in _input) stage.Push(text, _output);
        if (finish) stage.Finish(_output);
    }

    private void Append(StringBuilder text)
    {
        foreach (var part in _output) text.Append(part);
    }
}
