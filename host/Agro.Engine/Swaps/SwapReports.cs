using System.Text.Json.Nodes;
using Agro.Engine.Plugins;
using Agro.Engine.Runs;
using Agro.Engine.Tracking;

namespace Agro.Engine.Swaps;

/// <summary>Tells people and <c>events.jsonl</c> what became of new versions. Safe to call from several threads.</summary>
/// <param name="journal">The run's files.</param>
/// <param name="observer">Follows the run.</param>
/// <param name="step">Steps done.</param>
internal sealed class SwapReports(RunJournal journal, IRunObserver observer, Func<long> step)
{
    /// <summary>A new version was put in use.</summary>
    /// <param name="swap">The version.</param>
    /// <param name="old">The one before.</param>
    /// <param name="stall">Seconds for which no step ran because of it.</param>
    /// <param name="probation">The last step of its probation; null without one.</param>
    public void Swapped(StagedSwap swap, UnitVersion old, double stall, long? probation)
    {
        var canaries = string.Concat(swap.Canaries.Select(canary => $"\n{canary.Text}"));
        var accepted = swap.Violations.IsEmpty ? "" : $"\nbeyond the recipe's limits, and accepted: {string.Join("; ", swap.Violations)}";
        Tell(SwapOutcome.Swapped, swap.Unit,
            $"{old.Origin.Label} -> {swap.Version.Origin.Label} from step {step() + 1} on ({Places(swap.Unit)}){canaries}{accepted}");
        var detail = Detail(swap.Unit, swap.Version);
        detail["old_version"] = old.Origin.Version;
        detail["old_sha256"] = old.Hash;
        detail["components"] = RunComponents.ToJson(swap.Unit.Slots.Select(slot => slot.Slot));
        detail["canary"] = Canaries(swap);
        detail["load_ms"] = Milliseconds(swap.LoadSeconds);
        detail["canary_ms"] = Milliseconds(swap.CanarySeconds);
        detail["stall_ms"] = Milliseconds(stall);
        detail["written_to_swapped_ms"] = Milliseconds((DateTime.UtcNow - swap.WrittenAt).TotalSeconds);
        detail["probation_until"] = probation;
        journal.Event("swap", step(), detail);
    }

    /// <summary>A new version is not used.</summary>
    /// <param name="unit">What it is a version of.</param>
    /// <param name="hash">The hash of its files.</param>
    /// <param name="reason">Why.</param>
    /// <param name="swap">How it was tried; null when it did not come to that.</param>
    public void Refused(SwapUnit unit, string hash, string reason, StagedSwap? swap = null)
    {
        Tell(SwapOutcome.Refused, unit, $"{reason}\n{unit.InUse.Origin.Label} stays in use");
        var detail = swap is null ? new JsonObject { ["plugin"] = unit.Path, ["sha256"] = hash } : Detail(unit, swap.Version);
        detail["reason"] = reason;
        if (swap is not null) detail["canary"] = Canaries(swap);
        journal.Event("swap-refused", step(), detail);
    }

    /// <summary>A new version waits for a person's answer.</summary>
    /// <param name="swap">The version.</param>
    /// <param name="directory">The run folder.</param>
    public void Held(StagedSwap swap, string directory)
    {
        var reason = string.Join("; ", swap.Violations);
        Tell(SwapOutcome.Held, swap.Unit,
            $"{string.Join('\n', swap.Canaries.Select(canary => canary.Text))}\n{reason}\n{swap.Unit.InUse.Origin.Label} stays in use until you answer: "
            + $"agro-host swap accept {DisplayPath.Of(directory)} (or refuse)");
        var detail = Detail(swap.Unit, swap.Version);
        detail["reason"] = reason;
        detail["canary"] = Canaries(swap);
        journal.Event("swap-held", step(), detail);
    }

    /// <summary>The last good version was brought back.</summary>
    /// <param name="unit">What it is a version of; the last good version is in use.</param>
    /// <param name="bad">The version that failed.</param>
    /// <param name="reason">Why.</param>
    /// <param name="redone">Whether the step at hand is done again.</param>
    public void Back(SwapUnit unit, UnitVersion bad, string reason, bool redone)
    {
        Tell(SwapOutcome.TakenBack, unit, $"{bad.Origin.Label} -> {unit.InUse.Origin.Label}, the last good version\n{reason}"
            + (redone ? $"\nstep {step() + 1} is done again with it" : ""));
        var detail = Detail(unit, unit.InUse);
        detail["bad_version"] = bad.Origin.Version;
        detail["bad_sha256"] = bad.Hash;
        detail["components"] = RunComponents.ToJson(unit.Slots.Select(slot => slot.Slot));
        detail["reason"] = reason;
        detail["redone_step"] = redone;
        journal.Event("swap-back", step(), detail);
    }

    /// <summary>A version has passed its probation.</summary>
    /// <param name="unit">What it is a version of.</param>
    public void Confirmed(SwapUnit unit) => journal.Event("swap-confirmed", step(), Detail(unit, unit.InUse));

    /// <summary>Something that a person should know.</summary>
    /// <param name="text">The text.</param>
    public void Warn(string text)
    {
        journal.Event("warning", step(), new JsonObject { ["text"] = text });
        observer.Warn(text);
    }

    private void Tell(SwapOutcome outcome, SwapUnit unit, string text) => observer.Swapped(new SwapReport(step(), outcome, unit.Name, text));

    private static string Places(SwapUnit unit) => string.Join(", ", unit.Slots.Select(slot => slot.Slot.Path));

    private static JsonObject Detail(SwapUnit unit, UnitVersion version) => new()
    {
        ["plugin"] = unit.Path,
        ["version"] = version.Origin.Version,
        ["sha256"] = version.Hash,
    };

    private static JsonObject Canaries(StagedSwap swap) =>
        new(swap.Canaries.Select(canary => KeyValuePair.Create(canary.Slot, (JsonNode?)canary.Numbers.DeepClone())));

    private static JsonNode? Milliseconds(double seconds) => JsonLinesFile.Number(Math.Round(1000 * seconds, 3));
}
