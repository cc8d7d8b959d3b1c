using System.Text.Json.Nodes;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>The state of a component on its way between processes.</summary>
internal static class StateJson
{
    /// <summary>Writes a state.</summary>
    /// <param name="state">The state.</param>
    public static JsonObject Write(ComponentState state) => new() { ["version"] = state.Version, ["data"] = state.Data.DeepClone() };

    /// <summary>Reads a state.</summary>
    /// <param name="json">As <see cref="Write"/> wrote it.</param>
    public static ComponentState Read(JsonObject json) => new(json["version"]!.GetValue<int>(), json["data"]!.DeepClone().AsObject());
}
