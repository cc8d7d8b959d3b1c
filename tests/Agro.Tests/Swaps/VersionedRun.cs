using System.Text.Json.Nodes;
using Agro.Engine.Swaps;

namespace Agro.Tests.Swaps;

/// <summary>A run folder written by hand.</summary>
internal sealed class VersionedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public VersionedRun() => Append("run.json", new JsonObject { ["name"] = "mine", ["components"] = Components([("rewards/polite", "a0")]) }.ToJsonString());

    public string Directory => _folder.Path;

    public void Dispose() => _folder.Dispose();

    public RunVersions Read() => RunVersions.Read(Directory);

    public void Append(string file, string text) => File.AppendAllText(_folder.Of(file), text);

    public void Metrics(long steps)
    {
        for (var step = 1L; step <= steps; step++) Append("metrics.jsonl", new JsonObject { ["step"] = step }.ToJsonString() + "\n");
    }

    /// <summary>Writes an event. A component's hash begins with a letter for its DLL or, for hooks, its script.</summary>
    public void Event(
        string kind, long step, string? plugin = null, string? hash = null, (string Slot, string Hash)[]? components = null, string? reason = null, bool? redone = null)
    {
        var line = new JsonObject { ["time"] = "2026-01-01T00:00:00+00:00", ["event"] = kind, ["step"] = step };
        if (components is not null) line["components"] = Components(components);
        if (plugin is not null) line["plugin"] = $"/plugins/{plugin}.dll";
        if (hash is not null) line["sha256"] = hash;
        if (reason is not null) line["reason"] = reason;
        if (redone is not null) line["redone_step"] = redone;
        Append("events.jsonl", line.ToJsonString() + "\n");
    }

    private static JsonArray Components((string Slot, string Hash)[] components) => new([.. components.Select(component =>
    {
        var isScript = component.Slot.StartsWith("hooks/", StringComparison.Ordinal);
        return new JsonObject
        {
            ["slot"] = component.Slot,
            ["use"] = isScript ? "hooks/log.csx" : component.Slot.Split('/')[^1],
            ["plugin"] = isScript ? "/hooks/log.csx" : "/plugins/x.dll",
            ["version"] = isScript ? "" : "1.0.0",
            ["sha256"] = component.Hash,
        };
    })]);
}
