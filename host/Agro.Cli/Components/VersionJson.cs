using System.Text.Json.Nodes;
using Agro.Engine.Swaps;

namespace Agro.Cli.Components;

/// <summary>The versions that a run used, as programs read them.</summary>
internal static class VersionJson
{
    /// <summary>Describes a run.</summary>
    /// <param name="run">The run.</param>
    public static JsonObject Of(RunVersions run) => new()
    {
        ["run"] = run.Directory,
        ["name"] = run.Name,
        ["last_step"] = run.LastStep,
        ["ended"] = run.Ended,
        ["slots"] = new JsonArray([.. run.Slots.Select(slot => new JsonObject
        {
            ["slot"] = slot,
            ["versions"] = new JsonArray([.. run.Of(slot).Select(Of)]),
        })]),
        ["refused"] = new JsonArray([.. run.Refused.Select(refused => new JsonObject
        {
            ["after_step"] = refused.Step,
            ["plugin"] = refused.Plugin,
            ["version"] = refused.Version,
            ["sha256"] = refused.Sha256,
            ["reason"] = refused.Reason,
            ["waits"] = refused.Waits,
        })]),
    };

    private static JsonObject Of(ComponentSpan span) => new()
    {
        ["use"] = span.Use,
        ["plugin"] = span.Plugin,
        ["version"] = span.Version,
        ["sha256"] = span.Sha256,
        ["from_step"] = span.From,
        ["to_step"] = span.To,
        ["came"] = span.Arrival.ToString().ToLowerInvariant(),
        ["reason"] = span.Reason,
        ["redone_step"] = span.RedoesStep,
        ["confirmed_after_step"] = span.ConfirmedAfter,
    };
}
