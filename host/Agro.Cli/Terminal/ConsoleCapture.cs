using System.Text;
using Agro.Engine;

namespace Agro.Cli.Terminal;

/// <summary>Makes notes of what plugins and scripts write to the console while a live view owns it.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _output = Console.Out, _error = Console.Error;

    /// <summary>Starts to capture.</summary>
    /// <param name="observer">Who gets the lines: the output's as notes, the error output's as warnings.</param>
    public ConsoleCapture(IRunObserver observer)
    {
        Console.SetOut(TextWriter.Synchronized(new LineWriter(observer.Note)));
        Console.SetError(TextWriter.Synchronized(new LineWriter(observer.Warn)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
    }

    private sealed class LineWriter(Action<string> write) : TextWriter
    {
        private const int LongestLine = 4096;
        private readonly StringBuilder _line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (value != '\n') _line.Append(value);
            if (value != '\n' && _line.Length < LongestLine) return;
            if (_line.ToString().TrimEnd() is { Length: > 0 } line) write(line);
            _line.Clear();
        }
    }
}
