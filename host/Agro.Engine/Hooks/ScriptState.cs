using System.Text.Json;
using System.Text.Json.Nodes;

namespace Agro.Engine.Hooks;

/// <summary>The state of a script as text, so that nothing of the script's goes with it.</summary>
internal static class ScriptState
{
    /// <summary>Copies a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="script">The script, as messages show it.</param>
    /// <exception cref="PluginException">A value is none that JSON has; it says where.</exception>
    public static JsonObject Copy(JsonObject state, string script)
    {
        var copy = new JsonObject();
        foreach (var (key, value) in state)
        {
            try
            {
                copy[key] = value is null ? null : JsonNode.Parse(value.ToJsonString());
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException or InvalidOperationException or JsonException)
            {
                throw new PluginException(script, "hook", "SaveState", $"State[\"{key}\"] is none of JSON's values: {exception.Message}");
            }
        }

        return copy;
    }
}
