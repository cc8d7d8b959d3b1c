using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Runs;

namespace Agro.Engine.Swaps;

/// <summary>A person's answer to new versions that are held because they exceed the recipe's limits.</summary>
/// <param name="Accept">Whether they may be used.</param>
/// <param name="Plugin">Which: the name of the DLL or script, or the start of its hash; null for all.</param>
public sealed record SwapAnswer(bool Accept, string? Plugin)
{
    private const string FileName = "swap-answer.json";

    /// <summary>Leaves the answer in a run folder, where the run finds it within a second.</summary>
    /// <param name="runDirectory">The run folder.</param>
    public void Write(string runDirectory) =>
        RunJournal.Write(Path.Combine(runDirectory, FileName), new JsonObject { ["accept"] = Accept, ["plugin"] = Plugin });

    /// <summary>Takes the answer out of a run folder.</summary>
    /// <param name="runDirectory">The run folder.</param>
    /// <returns>The answer; null when there is none that can be read.</returns>
    internal static SwapAnswer? Take(string runDirectory)
    {
        var path = Path.Combine(runDirectory, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path));
            return new(json?["accept"]?.GetValue<bool>() ?? false, json?["plugin"]?.GetValue<string>());
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidOperationException or FormatException)
        {
            return null;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Whether the answer is about a version.</summary>
    /// <param name="swap">The version.</param>
    internal bool IsAbout(StagedSwap swap) => Plugin is null
        || Path.GetFileName(swap.Unit.Path).Equals(Path.GetFileName(Plugin), StringComparison.OrdinalIgnoreCase)
        || Path.GetFileNameWithoutExtension(swap.Unit.Path).Equals(Plugin, StringComparison.OrdinalIgnoreCase)
        || (Plugin.Length >= 6 && swap.Version.Hash.StartsWith(Plugin, StringComparison.OrdinalIgnoreCase));
}
