using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;
using Agro.Engine.Recipes;
using Agro.Engine.Tracking;

namespace Agro.Engine.Swaps;

/// <summary>Which versions of its components a run used from which step to which, as its folder says. The run may still be going on.</summary>
public sealed class RunVersions
{
    private readonly Dictionary<string, List<ComponentSpan>> _slots = [];
    private readonly List<string> _order = [];
    private readonly List<RefusedVersion> _refused = [];

    private RunVersions(RunFolder folder)
    {
        var manifest = ReadObject(folder.Manifest);
        (Directory, Name) = (folder.Directory, Text(manifest, "name"));
        LastStep = JsonLinesFile.Read(folder.Metrics).LastOrDefault() is { } last ? Step(last)
            : File.Exists(folder.Summary) ? (long?)ReadObject(folder.Summary)["steps"] ?? 0
            : 0;
        // A run of a host that wrote no components with its events used those it began with.
        Begin(0, Components(manifest), Arrival.Start);
        foreach (var line in JsonLinesFile.Read(folder.Events)) Apply(line);
        if (!Ended) return;
        foreach (var spans in _slots.Values) spans[^1] = spans[^1] with { To = spans[^1].To ?? LastStep };
    }

    /// <summary>The run folder, absolute.</summary>
    public string Directory { get; }

    /// <summary>The recipe's name.</summary>
    public string Name { get; }

    /// <summary>Optimizer steps done, as far as the folder says.</summary>
    public long LastStep { get; }

    /// <summary>Whether the run has ended, by itself or with a failure. A run whose process was killed has not.</summary>
    public bool Ended { get; private set; }

    /// <summary>The slots, such as <c>rewards/final-answer</c>, in the order of the run.</summary>
    public IReadOnlyList<string> Slots => _order;

    /// <summary>The versions that were not put in use, in the order of time.</summary>
    public IReadOnlyList<RefusedVersion> Refused => _refused;

    /// <summary>What was in a slot, in the order of steps; at least one.</summary>
    /// <param name="slot">The slot.</param>
    public IReadOnlyList<ComponentSpan> Of(string slot) => _slots[slot];

    /// <summary>Reads a run folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">It holds no run, or a file of it cannot be read.</exception>
    public static RunVersions Read(string directory)
    {
        if (!File.Exists(Path.Combine(directory, "run.json")))
            throw new InputException($"{directory}: holds no run (no run.json).{NearestName.SiblingHint(Path.GetFullPath(directory))}");
        try
        {
            return new RunVersions(RunFolder.Open(directory, ""));
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new InputException($"{directory}: run.json or events.jsonl is not as a run writes it: {exception.Message}");
        }
    }

    private void Apply(JsonObject line)
    {
        var step = Step(line);
        switch (Text(line, "event"))
        {
            case "started" or "resumed":
                Ended = false;
                if (line["components"] is null) break;
                Cut(step);
                Begin(step, Components(line), step == 0 ? Arrival.Start : Arrival.Resume);
                break;
            case "swap":
                _refused.RemoveAll(refused => refused.Waits && IsOf(refused, line));
                Change(step, Components(line), Arrival.Swap, line);
                break;
            case "swap-back":
                Change(step, Components(line), Arrival.Back, line);
                break;
            case "swap-confirmed":
                Confirm(step, Text(line, "plugin"));
                break;
            case "swap-refused" or "swap-held":
                _refused.RemoveAll(refused => refused.Waits && IsOf(refused, line));
                _refused.Add(new(
                    step, Text(line, "plugin"), Text(line, "version"), Text(line, "sha256"), Text(line, "reason"), Text(line, "event") == "swap-held"));
                break;
            case "ended" or "failed":
                Ended = true;
                break;
        }
    }

    /// <summary>Takes what a process starts with. What was in use already goes on.</summary>
    private void Begin(long stepsDone, IEnumerable<(string Slot, ComponentSpan Span)> components, Arrival arrival)
    {
        foreach (var (slot, span) in components)
        {
            if (!_slots.TryGetValue(slot, out var spans))
            {
                _order.Add(slot);
                _slots[slot] = spans = [];
            }

            if (spans is [.., var last] && last.IsSameAs(span)) spans[^1] = last with { To = null };
            else spans.Add(span with { From = stepsDone + 1, Arrival = arrival });
        }
    }

    /// <summary>Forgets what came after the checkpoint that a run goes on from.</summary>
    private void Cut(long stepsDone)
    {
        _refused.RemoveAll(refused => refused.Step > stepsDone);
        foreach (var (slot, spans) in _slots)
        {
            spans.RemoveAll(span => span.From > stepsDone);
            if (spans.Count == 0)
            {
                _slots.Remove(slot);
                _order.Remove(slot);
                continue;
            }

            var last = spans[^1];
            spans[^1] = last with { To = stepsDone, ConfirmedAfter = last.ConfirmedAfter > stepsDone ? null : last.ConfirmedAfter };
        }
    }

    private void Change(long stepsDone, IEnumerable<(string Slot, ComponentSpan Span)> components, Arrival arrival, JsonObject line)
    {
        foreach (var (slot, span) in components)
        {
            if (!_slots.TryGetValue(slot, out var spans)) continue;
            spans[^1] = spans[^1] with { To = stepsDone };
            spans.Add(span with
            {
                From = stepsDone + 1,
                Arrival = arrival,
                Reason = arrival == Arrival.Back ? Text(line, "reason") : null,
                RedoesStep = arrival == Arrival.Back && (bool?)line["redone_step"] == true,
            });
        }
    }

    private void Confirm(long stepsDone, string plugin)
    {
        foreach (var spans in _slots.Values)
            if (spans[^1].Plugin == plugin && spans[^1].Arrival == Arrival.Swap) spans[^1] = spans[^1] with { ConfirmedAfter = stepsDone };
    }

    private static bool IsOf(RefusedVersion refused, JsonObject line) => (refused.Plugin, refused.Sha256) == (Text(line, "plugin"), Text(line, "sha256"));

    private static IEnumerable<(string Slot, ComponentSpan Span)> Components(JsonObject json) =>
        from component in (json["components"] as JsonArray ?? []).OfType<JsonObject>()
        select (Text(component, "slot"), new ComponentSpan(
            Text(component, "use"), Text(component, "plugin"), Text(component, "version"), Text(component, "sha256"), 1, Arrival.Start));

    private static string Text(JsonObject json, string name) => (string?)json[name] ?? "";

    private static long Step(JsonObject json) => (long?)json["step"] ?? 0;

    private static JsonObject ReadObject(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new InputException($"{path}: is not a JSON object");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"{path}: cannot be read: {exception.Message}");
        }
    }
}
