using System.Text.Json.Nodes;

namespace Agro.Engine.Runs;

/// <summary>Tells a person what happens in a run, and keeps it in the run's folder.</summary>
/// <param name="journal">Keeps it.</param>
/// <param name="observer">Shows it.</param>
/// <param name="step">Steps done.</param>
internal sealed class RunNotices(RunJournal journal, IRunObserver observer, Func<long> step)
{
    private readonly HashSet<string> _told = [];

    /// <summary>Tells what is good to know.</summary>
    /// <param name="text">What it is.</param>
    public void Note(string text)
    {
        journal.Event("note", step(), new JsonObject { ["text"] = text });
        observer.Note(text);
    }

    /// <summary>Tells what went wrong.</summary>
    /// <param name="text">What it is.</param>
    public void Warn(string text)
    {
        journal.Event("warning", step(), new JsonObject { ["text"] = text });
        observer.Warn(text);
    }

    /// <summary>Warns once of each distinct text, or of each key.</summary>
    /// <param name="text">What went wrong.</param>
    /// <param name="key">What it is one of; null for the text.</param>
    public void WarnOnce(string text, string? key = null)
    {
        if (_told.Add(key ?? text)) Warn(text);
    }
}
