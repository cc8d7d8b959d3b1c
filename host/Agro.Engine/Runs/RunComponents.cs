using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Agro.Engine.Hooks;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Runs;

/// <summary>The components of a run in their slots. What is read here is what is in use now: read it once a step.</summary>
internal sealed class RunComponents : IDisposable
{
    private readonly List<Slot> _slots = [];
    private readonly ComponentSlot<IDataSource> _train;
    private readonly ComponentSlot<IDataSource>? _evaluation;
    private readonly ComponentSlot<IPolicyGradientAlgorithm> _algorithm;
    private readonly List<(string Name, ComponentSlot<object> Slot, string Options)> _rewards = [];

    /// <summary>A place of the recipe with the component in it.</summary>
    /// <param name="Path">The place, such as <c>rewards/format</c>.</param>
    /// <param name="Description">Where the component came from.</param>
    /// <param name="Component">The component in use.</param>
    public sealed record Slot(string Path, ComponentDescription Description, Func<object> Component);

    /// <summary>Makes every component of a recipe and compiles its scripts.</summary>
    /// <param name="load">The recipe.</param>
    /// <exception cref="InputException">A component refuses its options, or a script does not compile.</exception>
    /// <exception cref="PluginException">A constructor or the top level of a script threw.</exception>
    public RunComponents(RecipeLoad load)
    {
        var recipe = load.Resolved.Recipe;
        _train = Make<IDataSource>("data/train", ComponentKind.DataSource, recipe.Data.Train, load.Catalog);
        _evaluation = recipe.Data.Eval is { } eval ? Make<IDataSource>("data/eval", ComponentKind.DataSource, eval, load.Catalog) : null;
        _algorithm = Make<IPolicyGradientAlgorithm>("algorithm", ComponentKind.Algorithm, recipe.Algorithm, load.Catalog);
        foreach (var reward in recipe.Rewards)
        {
            _rewards.Add((reward.PartName, Make<object>($"rewards/{reward.PartName}", ComponentKind.Reward, reward, load.Catalog), reward.OptionsText));
        }

        Hooks = [.. recipe.Hooks.Select((hook, i) => MakeHook(hook, i, load.Catalog))];
        Trackers = [.. recipe.Trackers.Select((tracker, i) =>
        {
            var slot = Make<ITracker>($"trackers/{i}", ComponentKind.Tracker, tracker, load.Catalog);
            return new RunTracker(tracker.Use, slot.Component, PluginFault.Describe);
        })];
    }

    /// <summary>The training data.</summary>
    public IDataSource Train => _train.Component;

    /// <summary>The held-out data.</summary>
    public IDataSource? Evaluation => _evaluation?.Component;

    /// <summary>The algorithm.</summary>
    public IPolicyGradientAlgorithm Algorithm => _algorithm.Component;

    /// <summary>The reward functions, in the recipe's order.</summary>
    public IReadOnlyList<RewardFunction> Rewards => [.. _rewards.Select(reward => new RewardFunction(
        reward.Name, reward.Slot.Component as IRewardFunction, reward.Slot.Component as IGroupRewardFunction, PluginFault.Describe))];

    /// <summary>Identifies what rewards come from: the functions, their plugin files, options and weights.</summary>
    /// <param name="weights">The weights as they are now.</param>
    public string RewardVersion(IReadOnlyDictionary<string, double> weights)
    {
        var text = string.Join('\n', _rewards.Select(reward => string.Create(CultureInfo.InvariantCulture,
            $"{reward.Name} {weights.GetValueOrDefault(reward.Name):R} {reward.Slot.Name} {reward.Slot.PluginHash} {reward.Options}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    /// <summary>The hooks, in the recipe's order.</summary>
    public IReadOnlyList<RunHook> Hooks { get; }

    /// <summary>The trackers, in the recipe's order.</summary>
    public IReadOnlyList<RunTracker> Trackers { get; }

    /// <summary>A line per component for a person.</summary>
    public IReadOnlyList<string> Lines => [.. _slots.Select(slot =>
        $"{slot.Path} {slot.Description.Name} ({Path.GetFileName(slot.Description.PluginPath)} {slot.Description.PluginVersion})")];

    /// <summary>Describes the components for <c>run.json</c>.</summary>
    public JsonArray ToJson() => [.. _slots.Select(slot => new JsonObject
    {
        ["slot"] = slot.Path,
        ["use"] = slot.Description.Name,
        ["plugin"] = slot.Description.PluginPath,
        ["version"] = slot.Description.PluginVersion,
        ["sha256"] = slot.Description.PluginHash,
    })];

    /// <summary>What the components remember, by slot.</summary>
    /// <exception cref="PluginException">A component failed to say.</exception>
    public IReadOnlyDictionary<string, ComponentState> SaveStates()
    {
        var states = new Dictionary<string, ComponentState>();
        foreach (var slot in _slots)
        {
            if (slot.Component() is IStateful stateful) states[slot.Path] = Guard(slot.Path, "SaveState", stateful.SaveState);
        }

        return states;
    }

    /// <summary>Gives the components what they remembered.</summary>
    /// <param name="states">States by slot.</param>
    /// <exception cref="PluginException">A component refused its state.</exception>
    public void LoadStates(IReadOnlyDictionary<string, ComponentState> states)
    {
        foreach (var slot in _slots)
        {
            if (states.TryGetValue(slot.Path, out var state) && slot.Component() is IStateful stateful)
            {
                Guard(slot.Path, "LoadState", () => stateful.LoadState(state));
            }
        }
    }

    /// <summary>Calls into a component, and turns what it throws into text.</summary>
    /// <param name="path">Its slot.</param>
    /// <param name="phase">What it does.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="PluginException">It threw.</exception>
    public void Guard(string path, string phase, Action call)
    {
        try
        {
            call();
        }
        catch (Exception exception) when (exception is not AgroException and not OperationCanceledException)
        {
            var slot = _slots.Find(slot => slot.Path == path)!;
            throw PluginFault.From(exception, DisplayPath.Of(slot.Description.PluginPath), slot.Description.Name, phase);
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
        T result = default!;
        Guard(path, phase, () => { result = call(); });
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            Guard(slot.Path, "Dispose", () =>
            {
                if (slot.Component() is IAsyncDisposable asynchronous) asynchronous.DisposeAsync().AsTask().GetAwaiter().GetResult();
                else if (slot.Component() is IDisposable disposable) disposable.Dispose();
            });
        }
    }

    private RunHook MakeHook(HookReference hook, int index, PluginCatalog catalog)
    {
        if (hook.Component is { } component)
        {
            return new(component.Use, Make<ITrainingHook>($"hooks/{index}", ComponentKind.Hook, component, catalog).Component, PluginFault.Describe);
        }

        var script = ScriptHook.LoadAsync(hook.Script!, CancellationToken.None).GetAwaiter().GetResult();
        return new(script.Name, script, exception => exception is PluginException fault ? fault.Detail : PluginFault.Describe(exception));
    }

    private ComponentSlot<T> Make<T>(string path, ComponentKind kind, ComponentReference reference, PluginCatalog catalog) where T : class
    {
        var description = catalog.Find(kind, reference.Use)!;
        var slot = new ComponentSlot<T>(ComponentFactory.Create<T>(description, reference.CreateOptions(description)), description);
        _slots.Add(new(path, description, () => slot.Component));
        return slot;
    }
}
