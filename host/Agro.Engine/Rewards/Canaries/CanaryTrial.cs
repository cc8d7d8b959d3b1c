using System.Globalization;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rollouts;

namespace Agro.Engine.Rewards.Canaries;

/// <summary>A case that did not come out.</summary>
/// <param name="Path">Its place in the recipe; of a case that the reward brings, the reward's.</param>
/// <param name="Message">What was expected and found.</param>
internal sealed record CanaryFailure(string Path, string Message);

/// <summary>Scores the cases whose rewards are known: those that a reward brings and those of the recipe.</summary>
internal static class CanaryTrial
{
    private const int LongestText = 80;

    /// <summary>Scores the cases of a reward.</summary>
    /// <param name="reference">What the recipe says of it.</param>
    /// <param name="component">The component. What it remembers is changed by the calls.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The cases that did not come out.</returns>
    public static IReadOnlyList<CanaryFailure> Run(RewardReference reference, object component, CancellationToken cancellationToken)
    {
        var (own, fault) = Own(component);
        if (fault is not null) return [new(reference.Path, $"{reference.Use}: its canaries cannot be asked for: {fault}")];
        var cases = own.Select(canary => (reference.Path, Case: canary))
            .Concat(reference.Canary.Select((canary, i) => (Path: string.Create(CultureInfo.InvariantCulture, $"{reference.Path}.canary.{i}"), Case: canary.ToCase())))
            .ToList();
        if (cases.Count == 0) return [];
        // One at a time: what a case finds must not depend on the others.
        var function = RewardFunction.Of(reference, component) with { Concurrency = 1 };
        return [.. cases.SelectMany(one => Failures(function, one.Path, one.Case, cancellationToken))];
    }

    /// <summary>Whether a reward has any.</summary>
    /// <param name="reference">What the recipe says of it.</param>
    /// <param name="component">The component.</param>
    public static bool Has(RewardReference reference, object component) => !reference.Canary.IsEmpty || component is IRewardCanaries;

    private static (IReadOnlyList<RewardCanary> Cases, string? Fault) Own(object component)
    {
        try
        {
            var cases = (component as IRewardCanaries)?.Canaries ?? [];
            return cases.FirstOrDefault(one => one.Completions.IsDefaultOrEmpty || one.Expected.IsDefault || one.Completions.Length != one.Expected.Length) is { } odd
                ? ([], $"'{odd.Name}' expects {(odd.Expected.IsDefault ? 0 : odd.Expected.Length)} rewards for {(odd.Completions.IsDefault ? 0 : odd.Completions.Length)} completions")
                : (cases, null);
        }
#pragma warning disable CA1031 // Whatever a plugin throws is told as the plugin's fault.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ([], PluginFault.Describe(exception));
        }
    }

    private static IEnumerable<CanaryFailure> Failures(RewardFunction function, string path, RewardCanary canary, CancellationToken cancellationToken)
    {
        var calls = new RewardCalls(function, [new UnscoredGroup(canary.Prompt, [], canary.Completions)]);
        calls.MakeAsync(cancellationToken).GetAwaiter().GetResult();
        var name = canary.Name.Length == 0 ? "" : $" '{canary.Name}'";
        for (var i = 0; i < canary.Completions.Length; i++)
        {
            var (result, expected) = (calls.Results[0][i], canary.Expected[i]);
            if (result is not null && Fits(result, expected)) continue;
            var answer = canary.Prompt.Answer is { } truth ? $", answer {Quoted(truth)}" : "";
            yield return new(path, $"the case{name} of {function.Name} does not come out: completion {Quoted(canary.Completions[i].Text)}{answer}: "
                + $"expected {Text(expected)}, found {(result is null ? calls.Failures!.Fault : Text(result))}");
        }
    }

    private static bool Fits(RewardResult result, ExpectedReward expected) => result.Value is { } value
        ? expected.Applies && !(value < expected.AtLeast) && !(value > expected.AtMost)
        : !expected.Applies;

    private static string Text(ExpectedReward expected)
    {
        if (!expected.Applies) return "that it does not apply";
        var (least, most) = (expected.AtLeast, expected.AtMost);
        // An exact reward is kept as the small interval around it.
        if (most - least is < 1e-8) return Number(((least + most) / 2)!.Value);
        return (least, most) switch
        {
            (null, null) => "any reward",
            (not null, null) => $"at least {Number(least.Value)}",
            (null, not null) => $"at most {Number(most.Value)}",
            _ => $"{Number(least!.Value)} to {Number(most!.Value)}",
        };
    }

    private static string Text(RewardResult result) => (result.Value is { } value ? Number(value) : "that it does not apply")
        + (result.Extracted is { } extracted ? $", extracted {Quoted(extracted)}" : "")
        + (result.Reason is { } reason ? $" ({reason})" : "");

    private static string Number(double value) => Math.Round(value, 9).ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return $"\"{(line.Length <= LongestText ? line : line[..LongestText] + "…")}\"";
    }
}
