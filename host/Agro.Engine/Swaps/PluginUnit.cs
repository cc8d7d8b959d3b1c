using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Runs;

namespace Agro.Engine.Swaps;

/// <summary>A plugin with the components that a run uses of it.</summary>
/// <param name="plugin">The version that the run started with.</param>
/// <param name="slots">The slots that it fills.</param>
/// <param name="files">Its files on disk.</param>
/// <param name="recipe">The recipe.</param>
/// <param name="catalog">The plugins of the run; changes with every exchange.</param>
internal sealed class PluginUnit(LoadedPlugin plugin, IReadOnlyList<RunSlot> slots, PluginWatchFiles files, ResolvedRecipe recipe, CatalogInUse catalog)
    : SwapUnit(plugin.Path, slots)
{
    private readonly AlgorithmNeeds _needs = slots.Select(slot => slot.Slot.Component).OfType<IPolicyGradientAlgorithm>().FirstOrDefault()?.Needs ?? default;
    private readonly string? _pinned = plugin.IsPinned
        ? $"the recipe pins it to sha256 {plugin.Hash[..12]}…: to use another version, change the pin and start the run again with --resume"
        : null;

    /// <inheritdoc/>
    public override string? Pinned => _pinned;

    /// <summary>What the version that the run started with is: its components are in the slots.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="slots">The slots.</param>
    public static UnitVersion Started(LoadedPlugin plugin, IReadOnlyList<RunSlot> slots) =>
        Version(plugin, [.. slots.Select(slot => new SlotChange(slot.Slot, slot.Slot.Current))]);

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Files() => files.Files;

    /// <inheritdoc/>
    public override string HashNow() => files.Hash();

    /// <inheritdoc/>
    public override UnitVersion Load(RetiredContexts retired, CancellationToken cancellationToken)
    {
        var next = catalog.Current.Reload(Path);
        try
        {
            catalog.Current.With(next);
            return Version(next, Make(next, Slots));
        }
        catch
        {
            next.Retire(retired);
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<SlotChange> Another(UnitVersion version) => Make(version.Plugin!, Slots.Where(slot => IsTried(slot.Slot.Kind)));

    /// <inheritdoc/>
    public override void Use(UnitVersion version)
    {
        base.Use(version);
        catalog.Current = catalog.Current.With(version.Plugin!);
    }

    private static UnitVersion Version(LoadedPlugin plugin, IReadOnlyList<SlotChange> parts) =>
        new(new ComponentOrigin(plugin.Name, plugin.Path, plugin.Version, plugin.Hash), parts, plugin.Retire) { Plugin = plugin };

    private static bool IsTried(ComponentKind kind) => kind is ComponentKind.Reward or ComponentKind.DataSource or ComponentKind.Algorithm;

    private List<SlotChange> Make(LoadedPlugin next, IEnumerable<RunSlot> slots)
    {
        var made = new List<SlotChange>();
        try
        {
            foreach (var slot in slots) made.Add(new(slot.Slot, Make(next, slot)));
            return made;
        }
        catch
        {
            foreach (var part in made) part.Next.Dispose();
            throw;
        }
    }

    private ComponentVersion Make(LoadedPlugin next, RunSlot slot)
    {
        var (kind, name) = (slot.Slot.Kind, slot.Reference!.Use);
        var description = next.Components.FirstOrDefault(component => component.Kind == kind && component.Name == name)
            ?? throw new InputException($"{Name}: its new version has no component '{name}' for {slot.Slot.Path}: "
                + $"it has {string.Join(", ", next.Components.Select(component => component.Name))}");
        var made = RunComponents.Version(description, slot.Reference);
        if (made.Component is not IPolicyGradientAlgorithm algorithm || Refusal(algorithm) is not { } refusal) return made;
        made.Dispose();
        throw new InputException($"{Name}: {name}: {refusal}");
    }

    /// <summary>The run was set up for what the first version needs: reference policy and critic are there or not.</summary>
    private string? Refusal(IPolicyGradientAlgorithm algorithm)
    {
        const AlgorithmNeeds SetUp = AlgorithmNeeds.Reference | AlgorithmNeeds.Values | AlgorithmNeeds.Demonstrations;
        var needs = algorithm.Needs;
        if ((needs & SetUp) != (_needs & SetUp))
        {
            return $"its new version needs {needs & SetUp}, the run was started with {_needs & SetUp}: "
                + "start it again with --resume";
        }

        AlgorithmChecks.Check(new RecipeLoad(recipe, catalog.Current), algorithm);
        return null;
    }
}
