using Agro.Engine.Plugins;
using Agro.Engine.Swaps;

namespace Agro.Engine.Runs;

/// <summary>Says which components of a run that goes on are of other code than those that its last steps were done with.</summary>
internal static class ResumedVersions
{
    /// <summary>Compares them. The event of going on must be written already.</summary>
    /// <param name="runDirectory">The run folder.</param>
    /// <returns>A line for each slot that changed.</returns>
    public static IEnumerable<string> Changes(string runDirectory)
    {
        var versions = RunVersions.Read(runDirectory);
        foreach (var slot in versions.Slots)
        {
            if (versions.Of(slot) is not [.., var before, { Arrival: Arrival.Resume } now]) continue;
            yield return $"{slot}: goes on as {now.Use} {ComponentOrigin.LabelOf(now.Version, now.Sha256)}; "
                + $"the steps up to {now.From - 1} used {before.Use} {ComponentOrigin.LabelOf(before.Version, before.Sha256)}";
        }
    }
}
