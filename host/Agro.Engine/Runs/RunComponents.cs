using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agro.Engine.Hooks;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;

namespace Agro.Engine.Runs;

/// <summary>A place of the recipe and what may stand in it.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Reference">What the recipe says of the component; null for a script.</param>
/// <param name="Script">The script; null for a component.</param>
internal sealed record RunSlot(ComponentSlot Slot, ComponentReference? Reference, HookReference? Script);

/// <summary>The components of a run in their slots. What is read here is what is in use now: read it once a step.</summary>
internal sealed class RunComponents : IDisposable
{
    private static readonly TimeSpan LongestTopLevel = TimeSpan.FromSeconds(30);

    private readonly List<RunSlot> _slots = [];
    private readonly ComponentSlot _train;
    private readonly ComponentSlot? _evaluation;
    private readonly ComponentSlot _algorithm;
    private readonly List<(RewardReference Reference, ComponentSlot Slot)> _rewards = [];

    /// <summary>Makes every component of a recipe and compiles its scripts.</summary>
    /// <param name="load">The recipe.</param>
    /// <exception cref="InputException">A component refuses its options, or a script does not compile.</exception>
    /// <exception cref="PluginException">A constructor or the top level of a script threw.</exception>
    public RunComponents(RecipeLoad load)
    {
        var recipe = load.Resolved.Recipe;
        if (load.Catalog.Plugins.Any(plugin => plugin is { IsBuiltIn: false, UsesTorchSharp: true })) load.Preparation.AwaitLibTorch();
        _train = Make("data/train", ComponentKind.DataSource, recipe.Data.Train, load.Catalog);
        _evaluation = recipe.Data.Eval is { } eval ? Make("data/eval", ComponentKind.DataSource, eval, load.Catalog) : null;
        _algorithm = Make("algorithm", ComponentKind.Algorithm, recipe.Algorithm, load.Catalog);
        foreach (var reward in recipe.Rewards)
            _rewards.Add((reward, Make($"rewards/{reward.PartName}", ComponentKind.Reward, reward, load.Catalog)));
        Hooks = [.. recipe.Hooks.Select((hook, i) => MakeHook($"hooks/{i}", hook, load))];
        Trackers = [.. recipe.Trackers.Select((tracker, i) => Make($"trackers/{i}", ComponentKind.Tracker, tracker, load.Catalog))];
    }

    /// <summary>Every slot, in the order in which the components were made.</summary>
    public IReadOnlyList<RunSlot> Slots => _slots;

    /// <summary>The training data.</summary>
    public IDataSource Train => (IDataSource)_train.Component;

    /// <summary>The held-out data.</summary>
    public IDataSource? Evaluation => (IDataSource?)_evaluation?.Component;

    /// <summary>The algorithm.</summary>
    public IPolicyGradientAlgorithm Algorithm => (IPolicyGradientAlgorithm)_algorithm.Component;

    /// <summary>The reward functions, in the recipe's order.</summary>
    public IReadOnlyList<RewardFunction> Rewards => [.. _rewards.Select(reward => RewardFunction.Of(reward.Reference, reward.Slot.Component))];

    /// <summary>What stands in the slots of the rewards, in the recipe's order.</summary>
    public IEnumerable<(RewardReference Reference, object Component)> RewardComponents => _rewards.Select(reward => (reward.Reference, reward.Slot.Component));

    /// <summary>Identifies what rewards come from: the functions, their plugin files, options and weights.</summary>
    /// <param name="weights">The weights as they are now.</param>
    public string RewardVersion(IReadOnlyDictionary<string, double> weights)
    {
        var text = string.Join('\n', _rewards.Select(reward => string.Create(CultureInfo.InvariantCulture,
            $"{reward.Reference.PartName} {weights.GetValueOrDefault(reward.Reference.PartName):R} {reward.Slot.Origin.Name} {reward.Slot.Origin.Hash} {reward.Reference.OptionsText}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    /// <summary>The hooks, in the recipe's order.</summary>
    public IReadOnlyList<RunHook> Hooks { get; }

    /// <summary>The trackers, in the recipe's order.</summary>
    public IReadOnlyList<ComponentSlot> Trackers { get; }

    /// <summary>A line per component for a person.</summary>
    public IReadOnlyList<string> Lines => [.. _slots.Select(slot => slot.Slot).Select(slot => slot.Origin.Version.Length == 0
        ? $"{slot.Path} {slot.Origin.Name}"
        : $"{slot.Path} {slot.Origin.Name} ({Path.GetFileName(slot.Origin.Path)} {slot.Origin.Version})")];

    /// <summary>Describes the components for <c>run.json</c> and events.</summary>
    public JsonArray ToJson() => ToJson(_slots.Select(slot => slot.Slot));

    /// <summary>Describes what is in slots for <c>run.json</c> and events.</summary>
    /// <param name="slots">The slots.</param>
    public static JsonArray ToJson(IEnumerable<ComponentSlot> slots) => [.. slots.Select(slot => new JsonObject
    {
        ["slot"] = slot.Path,
        ["use"] = slot.Origin.Name,
        ["plugin"] = slot.Origin.Path,
        ["version"] = slot.Origin.Version,
        ["sha256"] = slot.Origin.Hash,
    })];

    /// <summary>What the components remember, by slot.</summary>
    /// <exception cref="PluginException">A component failed to say.</exception>
    public IReadOnlyDictionary<string, ComponentState> SaveStates()
    {
        var states = new Dictionary<string, ComponentState>();
        foreach (var slot in _slots.Select(slot => slot.Slot))
        {
            if (slot.Current.SaveState() is { } state) states[slot.Path] = new(state.Version, JsonNode.Parse(state.Data)!.AsObject());
        }

        return states;
    }

    /// <summary>Gives the components what they remembered.</summary>
    /// <param name="states">States by slot.</param>
    /// <exception cref="PluginException">A component refused its state.</exception>
    public void LoadStates(IReadOnlyDictionary<string, ComponentState> states)
    {
        foreach (var slot in _slots.Select(slot => slot.Slot))
        {
            if (states.TryGetValue(slot.Path, out var state)) slot.Current.LoadState(new(state.Version, state.Data.ToJsonString()));
        }
    }

    /// <summary>Calls into a component, and turns what it throws into text.</summary>
    /// <typeparam name="T">What the call gives.</typeparam>
    /// <param name="path">Its slot.</param>
    /// <param name="phase">What it does.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="PluginException">It threw.</exception>
    public T Guard<T>(string path, string phase, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is not AgroException and not OperationCanceledException)
        {
            var origin = _slots.Find(slot => slot.Slot.Path == path)!.Slot.Origin;
            throw PluginFault.From(exception, origin.Plugin, origin.Name, phase);
        }
    }

    /// <summary>Calls into a component, and turns what it throws into text.</summary>
    /// <param name="path">Its slot.</param>
    /// <param name="phase">What it does.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="PluginException">It threw.</exception>
    public void Guard(string path, string phase, Action call) => Guard(path, phase, () =>
    {
        call();
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        var faults = _slots.Select(slot => slot.Slot.Current.Dispose()).OfType<PluginException>().ToList();
        if (faults.Count > 0) throw faults[0];
    }

    private RunHook MakeHook(string path, HookReference hook, RecipeLoad load)
    {
        if (hook.Component is { } component) return new(Make(path, ComponentKind.Hook, component, load.Catalog), HookLimit.Of(hook));
        var script = load.Preparation.Script(hook.Script!);
        load.Preparation.AwaitLibTorch();
        var slot = new ComponentSlot(path, ComponentKind.Hook, Version(script, CancellationToken.None));
        _slots.Add(new(slot, null, hook));
        return new(slot, HookLimit.Of(hook));
    }

    /// <summary>Loads a script as what a slot holds.</summary>
    /// <param name="hook">What the recipe says of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">It cannot be read, does not compile, or its top level does not end.</exception>
    /// <exception cref="PluginException">Its top level threw.</exception>
    public static ComponentVersion Version(HookReference hook, CancellationToken cancellationToken) =>
        Version(ScriptCompiler.Compile(hook.Script!), cancellationToken);

    private static ComponentVersion Version(CompiledScript script, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestTopLevel);
        try
        {
            return Version(ScriptHook.LoadAsync(script, limit.Token).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InputException($"{DisplayPath.Of(script.Path)}: its top level took longer than {LongestTopLevel.TotalSeconds:0} s: it registers what runs in a phase, and should do no work itself");
        }
    }

    /// <summary>A script as what a slot holds.</summary>
    /// <param name="script">The script.</param>
    internal static ComponentVersion Version(ScriptHook script) => new(script, new(script.Name, script.Files[0], "", script.Hash));

    private ComponentSlot Make(string path, ComponentKind kind, ComponentReference reference, PluginCatalog catalog)
    {
        var slot = new ComponentSlot(path, kind, Version(catalog.Find(kind, reference.Use)!, reference));
        _slots.Add(new(slot, reference, null));
        return slot;
    }

    /// <summary>Makes a component as what a slot holds.</summary>
    /// <param name="description">The component.</param>
    /// <param name="reference">What the recipe says of it.</param>
    /// <exception cref="InputException">It refuses its options, or what they point to.</exception>
    /// <exception cref="PluginException">Its constructor threw.</exception>
    public static ComponentVersion Version(ComponentDescription description, ComponentReference reference) =>
        new(RewardFunction.ComponentOf(description, reference), ComponentOrigin.Of(description));
}
