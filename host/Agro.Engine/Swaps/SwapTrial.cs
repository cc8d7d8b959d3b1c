using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rewards.Canaries;
using Agro.Engine.Swaps.Canaries;

namespace Agro.Engine.Swaps;

/// <summary>
/// Tries a new version on the last step's rollouts before it is used, with instances made for that alone: what they come to remember is
/// thrown away with them. Trackers and hooks are not tried, because what they do cannot be undone.
/// </summary>
/// <param name="inputs">What it is tried on.</param>
/// <param name="limits">What the recipe allows.</param>
internal sealed class SwapTrial(SwapInputs inputs, SwapSection limits)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Tries a version.</summary>
    /// <param name="unit">What it is a version of.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The differences.</returns>
    /// <exception cref="AgroException">It failed.</exception>
    public IReadOnlyList<CanaryReport> Try(SwapUnit unit, UnitVersion version, CancellationToken cancellationToken)
    {
        if (version.Plugin is null) return [];
        var states = inputs.StatesOf(unit, cancellationToken);
        using var sample = unit.Slots.Any(slot => slot.Slot.Kind == ComponentKind.Algorithm) ? inputs.TakeSample(cancellationToken) : null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var trial = new Trial(unit, inputs.Last!, sample, states, limits);
        var task = Task.Run(() => trial.Run(unit.Another(version), limit.Token), CancellationToken.None);
        try
        {
            limit.CancelAfter(Longest);
            // A call that does not end is left behind: it must not keep other plugins from being exchanged.
            return task.WaitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AgroException($"trying it on the last step took longer than {Longest.TotalMinutes:0} minutes");
        }
    }

    private sealed record Trial(
        SwapUnit Unit, LastStep Last, AlgorithmSample? Sample, IReadOnlyDictionary<string, SavedState> States, SwapSection Limits)
    {
        public IReadOnlyList<CanaryReport> Run(IReadOnlyList<SlotChange> instances, CancellationToken cancellationToken)
        {
            try
            {
                return [.. instances.Select(instance => Try(instance, cancellationToken)).OfType<CanaryReport>()];
            }
            finally
            {
                foreach (var instance in instances) instance.Next.Dispose();
            }
        }

        private CanaryReport? Try(SlotChange instance, CancellationToken cancellationToken)
        {
            var (slot, version) = instance;
            if (States.TryGetValue(slot.Path, out var state)) version.LoadState(state);
            try
            {
                return version.Component switch
                {
                    IDataSource source => DataSourceCanary.Try(slot.Path, (IDataSource)slot.Component, source, Last, cancellationToken),
                    IPolicyGradientAlgorithm algorithm => AlgorithmCanary.Try(slot.Path, algorithm, Sample!, Limits),
                    _ when slot.Kind == ComponentKind.Reward => TryReward(slot, version.Component, cancellationToken),
                    _ => null,
                };
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new AgroException($"{slot.Path}: tried on the last step: {(exception is AgroException ? exception.Message : PluginFault.Describe(exception))}");
            }
        }

        private CanaryReport? TryReward(ComponentSlot slot, object component, CancellationToken cancellationToken)
        {
            var reference = ReferenceOf(slot);
            // Known cases first: they tell what is wrong, where rollouts tell only what is different.
            if (CanaryTrial.Run(reference, component, cancellationToken) is [var failure, ..]) throw new AgroException(failure.Message);
            return Last.Groups.Count == 0 ? null : RewardTrial.Try(slot.Path, RewardFunction.Of(reference, component), Last, Limits, cancellationToken);
        }

        private RewardReference ReferenceOf(ComponentSlot slot) => (RewardReference)Unit.Slots.First(other => other.Slot == slot).Reference!;
    }
}
