using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Plugins;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>Answers the calls that reach a process. Whatever the reward throws becomes an answer.</summary>
/// <param name="component">The reward.</param>
/// <param name="limit">After how long a call's token is cancelled.</param>
internal sealed class WorkerCalls(object component, TimeSpan limit)
{
    private Prompt? _prompt;

    /// <summary>What the host is to know of the reward.</summary>
    public JsonObject Describe() => new()
    {
        ["ready"] = true,
        ["state"] = component is IStateful stateful ? StateJson.Write(stateful.SaveState()) : null,
        ["canaries"] = component is IRewardCanaries canaries ? CanaryJson.Write(canaries.Canaries) : null,
    };

    /// <summary>Has everything between the pipes compiled, so that the first call has the whole of its time for the reward.</summary>
    public static void Warm()
    {
        var prompt = new Prompt { Id = "", Text = "", Fields = ImmutableDictionary<string, string>.Empty.Add("", "") };
        var completion = new Completion { Text = "", Tokens = [0], LogProbs = [0], FinishReason = FinishReason.Stop, PolicyVersion = 0 };
        using var call = JsonDocument.Parse(CallJson.Write(prompt, [completion]));
        new WorkerCalls(new Nothing(), TimeSpan.FromMinutes(1)).Answer(call.RootElement);
    }

    /// <summary>Answers a call.</summary>
    /// <param name="call">The call.</param>
    /// <returns>A line.</returns>
    public byte[] Answer(JsonElement call)
    {
        using var late = new CancellationTokenSource(limit);
        try
        {
            if (call.TryGetProperty("save", out _)) return RewardWorker.Text(StateJson.Write(((IStateful)component).SaveState()));
            if (!call.TryGetProperty("load", out var state)) return CallJson.Write(Score(call, late.Token));
            ((IStateful)component).LoadState(StateJson.Read(JsonNode.Parse(state.GetRawText())!.AsObject()));
            return RewardWorker.Text([]);
        }
        catch (OutOfMemoryException exception)
        {
            return RewardWorker.Text(WorkerReply.Fault(WorkerFault.OutOfMemory, PluginFault.Describe(exception)));
        }
#pragma warning disable CA1031 // Whatever a plugin throws is the plugin's fault, and the host's to tell.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var kind = exception is OperationCanceledException && late.IsCancellationRequested ? WorkerFault.Late : WorkerFault.Thrown;
            return RewardWorker.Text(WorkerReply.Fault(kind, RewardWorker.Describe(exception)));
        }
    }

    private IReadOnlyList<RewardResult> Score(JsonElement call, CancellationToken late)
    {
        if (call.TryGetProperty("prompt", out _))
        {
            // Rather none than another one, should it not be readable.
            _prompt = null;
            _prompt = CallJson.ReadPrompt(call);
        }

        var (prompt, completions) = (_prompt!, CallJson.ReadCompletions(call));
        IReadOnlyList<RewardResult> results = component is IGroupRewardFunction group
            ? group.ScoreGroupAsync(prompt, completions, late).AsTask().GetAwaiter().GetResult()
            : [((IRewardFunction)component).ScoreAsync(prompt, completions[0], late).AsTask().GetAwaiter().GetResult()];
        // JSON has no number for it.
        return results.FirstOrDefault(result => result.Value is { } value && !double.IsFinite(value)) is { } bad
            ? throw new NotFiniteNumberException($"returned {bad.Value}")
            : results;
    }

    private sealed class Nothing : IRewardFunction
    {
        public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken cancellationToken) =>
            new(RewardResult.Of(0, "", ""));
    }
}
