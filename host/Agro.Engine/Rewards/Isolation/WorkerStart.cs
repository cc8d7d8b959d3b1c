using System.Text.Json.Nodes;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>What a process needs to make a reward, as its first message has it.</summary>
/// <param name="Plugin">The DLL, in a folder that does not change.</param>
/// <param name="Component">The component's name in recipes.</param>
/// <param name="Options">Its options as YAML on one line, with full paths; empty for none.</param>
/// <param name="TimeLimit">After how long a call's cancellation token is cancelled.</param>
/// <param name="LibTorch">The folder with libtorch that the user named, for plugins that use tensors; null to look for it.</param>
internal sealed record WorkerStart(string Plugin, string Component, string Options, TimeSpan TimeLimit, string? LibTorch)
{
    /// <summary>What it remembers; null for nothing.</summary>
    public ComponentState? State { get; init; }

    /// <summary>Writes the message.</summary>
    public JsonObject ToJson() => new()
    {
        ["plugin"] = Plugin,
        ["component"] = Component,
        ["options"] = Options,
        ["time_limit"] = TimeLimit.TotalSeconds,
        ["libtorch"] = LibTorch,
        ["state"] = State is null ? null : StateJson.Write(State),
    };

    /// <summary>Reads the message.</summary>
    /// <param name="json">As <see cref="ToJson"/> wrote it.</param>
    public static WorkerStart Read(JsonObject json) => new(
        json["plugin"]!.GetValue<string>(), json["component"]!.GetValue<string>(), json["options"]!.GetValue<string>(),
        TimeSpan.FromSeconds(json["time_limit"]!.GetValue<double>()), json["libtorch"]?.GetValue<string>())
    {
        State = json["state"] is JsonObject state ? StateJson.Read(state) : null,
    };
}
