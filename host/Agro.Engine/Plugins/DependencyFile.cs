using System.Text.Json;

namespace Agro.Engine.Plugins;

/// <summary>The deps.json beside a plugin, which a build writes to say where private dependencies are.</summary>
internal static class DependencyFile
{
    /// <summary>The path of a plugin's file; null when it has none.</summary>
    public static string? Of(string plugin) => Path.ChangeExtension(plugin, ".deps.json") is var path && File.Exists(path) ? path : null;

    /// <summary>
    /// Refuses a file that is cut short or not of this kind. The runtime's own reader is native code, and some such files end the
    /// whole process there.
    /// </summary>
    /// <exception cref="InputException">It cannot be used.</exception>
    public static void Check(string path)
    {
        string? fault;
        try
        {
            using var document = JsonDocument.Parse(FileBytes.Of(path), new() { CommentHandling = JsonCommentHandling.Skip });
            fault = HasTarget(document.RootElement) ? null : "does not say what its runtimeTarget depends on";
        }
        catch (JsonException exception)
        {
            fault = $"is not JSON: {exception.Message}";
        }

        if (fault is not null) throw new InputException($"{DisplayPath.Of(path)}: {fault}: build the plugin again, or delete this file");
    }

    private static bool HasTarget(JsonElement root) =>
        Member(root, "runtimeTarget") is { } target
        && (Member(target, "name") ?? target) is { ValueKind: JsonValueKind.String } name
        && Member(root, "targets") is { } targets
        && Member(targets, name.GetString()!) is { ValueKind: JsonValueKind.Object }
        && Member(root, "libraries") is { ValueKind: JsonValueKind.Object };

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
}
