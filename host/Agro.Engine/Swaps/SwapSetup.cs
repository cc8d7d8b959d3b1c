using Agro.Engine.Runs;

namespace Agro.Engine.Swaps;

/// <summary>Finds what may be exchanged while a run goes on.</summary>
internal static class SwapSetup
{
    /// <summary>Starts to watch a run's plugins and scripts.</summary>
    /// <param name="parts">The run.</param>
    /// <param name="journal">Its files.</param>
    /// <param name="observer">Follows it.</param>
    /// <param name="step">Steps done.</param>
    /// <returns>The hot swap; null when nothing may be exchanged.</returns>
    public static HotSwap? Start(RunParts parts, RunJournal journal, IRunObserver observer, Func<long> step)
    {
        if (!parts.HotSwap) return null;
        var options = parts.Recipe.Plugins.Swap;
        var units = Plugins(parts, options.BuiltIn).Concat(Scripts(parts)).ToList();
        return units.Count == 0 ? null : new(units, options, new(journal, observer, step), parts.Folder.Directory);
    }

    private static IEnumerable<SwapUnit> Plugins(RunParts parts, bool builtIn)
    {
        foreach (var plugin in parts.Catalog.Current.Plugins.Where(plugin => builtIn || !plugin.IsBuiltIn))
        {
            var slots = parts.Components.Slots.Where(slot => slot.Reference is not null && slot.Slot.Origin.Path == plugin.Path).ToList();
            if (slots.Count == 0) continue;
            var files = new PluginWatchFiles(plugin.Path, plugin.Hash);
            yield return new PluginUnit(plugin, slots, files, parts.Resolved, parts.Catalog)
            {
                InUse = PluginUnit.Started(plugin, slots),
                Watch = new(files.Watched, plugin.Hash, TimeProvider.System),
            };
        }
    }

    private static IEnumerable<SwapUnit> Scripts(RunParts parts)
    {
        foreach (var slot in parts.Components.Slots.Where(slot => slot.Script is not null))
        {
            ScriptUnit unit = null!;
            yield return unit = new ScriptUnit(slot)
            {
                InUse = ScriptUnit.Started(slot),
                Watch = new(new(() => unit.Files(), () => unit.HashNow(), () => null), slot.Slot.Origin.Hash, TimeProvider.System),
            };
        }
    }
}
