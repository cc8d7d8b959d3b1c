using System.CommandLine;
using System.Text.Json.Nodes;
using Agro.Cli.JsonLines;
using Agro.Engine.Plugins;

namespace Agro.Cli.Commands.Trials;

/// <summary><c>agro-host try reward</c>: scores completions.</summary>
internal static class TryReward
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var component = new ComponentArguments(ComponentKind.Reward);
        var command = new Command(
            "reward",
            "Score completions: rows {id, prompt, completion, answer, ...} become {id, reward, extracted, why, verdict}. "
            + "Rows with gold and answer score the answer, rows with completions score a group; all else in a row are fields of the prompt");
        component.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var description = component.Find(result);
            var reward = component.Make<object>(result, description);
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            var rows = await RowReader.ReadAsync(ScoredRow.Parse, error, stop);
            var (writer, faults) = (new RowWriter(output), new TrialFaults(error));
            foreach (var row in rows)
            {
                var scored = await faults.GuardAsync(
                    description, nameof(IRewardFunction.ScoreAsync), () => ScoreAsync(reward, row, stop), stop);
                writer.Write(ToJson(row, scored.Value, scored.Fault));
            }

            return faults.ExitCode;
        });
        return command;
    }

    /// <summary>Scores the completions of a row.</summary>
    /// <param name="reward">An <see cref="IRewardFunction"/> or <see cref="IGroupRewardFunction"/>.</param>
    /// <param name="row">The row.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>One result per completion.</returns>
    internal static async Task<IReadOnlyList<RewardResult>> ScoreAsync(object reward, ScoredRow row, CancellationToken stop)
    {
        IReadOnlyList<RewardResult> results;
        if (reward is IGroupRewardFunction group)
        {
            results = await group.ScoreGroupAsync(row.Prompt, row.Completions, stop);
            if (results.Count != row.Completions.Length)
                throw new InvalidOperationException($"{results.Count} results for {row.Completions.Length} completions");
        }
        else
        {
            var list = new List<RewardResult>();
            foreach (var completion in row.Completions) list.Add(await ((IRewardFunction)reward).ScoreAsync(row.Prompt, completion, stop));
            results = list;
        }

        return results.FirstOrDefault(result => result.Value is { } value && !double.IsFinite(value)) is { } bad
            ? throw new NotFiniteNumberException($"returned {bad.Value}")
            : results;
    }

    private static JsonObject ToJson(ScoredRow row, IReadOnlyList<RewardResult>? results, string? fault)
    {
        var json = new JsonObject { ["id"] = row.Id };
        if (results is null) json["error"] = fault;
        else if (row.IsGroup) json["results"] = new JsonArray([.. results.Select(result => Put(result, []))]);
        else Put(results[0], json);
        return json;
    }

    private static JsonObject Put(RewardResult result, JsonObject json)
    {
        json["reward"] = result.Value;
        json["extracted"] = result.Extracted;
        json["why"] = result.Reason;
        json["verdict"] = result.Value is { } value ? value >= 1 : null;
        return json;
    }
}
