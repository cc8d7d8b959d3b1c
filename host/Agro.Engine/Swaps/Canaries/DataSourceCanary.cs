using System.Text.Json.Nodes;
using Agro.Engine.Replay;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Swaps.Canaries;

/// <summary>
/// Takes the last step's prompts from both versions of a data source, which is allowed: a data source is a pure function of the index
/// and may be called from several threads.
/// </summary>
internal static class DataSourceCanary
{
    /// <summary>Tries a new version.</summary>
    /// <param name="slot">Its place in the recipe.</param>
    /// <param name="before">The version in use.</param>
    /// <param name="after">The new version.</param>
    /// <param name="last">What it is tried on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AgroException">It gives no prompts.</exception>
    public static CanaryReport Try(string slot, IDataSource before, IDataSource after, LastStep last, CancellationToken cancellationToken)
    {
        if (after.Count == 0) throw new AgroException("its new version is empty");
        var indices = last.Indices.DefaultIfEmpty(0).Where(index => before.Count is not { } count || index < count)
            .Where(index => after.Count is not { } count || index < count).DefaultIfEmpty(0).ToList();
        var changed = indices.Count(index =>
            Text(PromptIntake.Get(before, index, cancellationToken)) != Text(PromptIntake.Get(after, index, cancellationToken)));
        var text = $"{slot}: {indices.Count} prompts, {changed} changed";
        if (before.Count != after.Count) text += $"; {Shown(before.Count)} -> {Shown(after.Count)} in all, taken in a new order from now on";
        return new(slot, text, new JsonObject
        {
            ["prompts"] = indices.Count,
            ["changed"] = changed,
            ["count_before"] = before.Count,
            ["count_after"] = after.Count,
        }, []);
    }

    private static string Text(Prompt prompt) => RolloutJson.Write(prompt, []).ToJsonString();

    private static string Shown(long? count) => count is { } known ? FormattableString.Invariant($"{known} prompts") : "endless";
}
