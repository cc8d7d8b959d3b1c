using System.Collections.Immutable;
using Agro.Engine.Benchmarks;
using Agro.Engine.Training;
using Agro.Models.Generation;
using Agro.Models.Transformer;
using Agro.Tests.Models;

namespace Agro.Tests.Training;

/// <summary>On a GPU every number that comes to the host makes it wait: how often that happens must not depend on how many tokens there are.</summary>
public class SynchronizationTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(41)]
    [InlineData(81)]
    public void Generation_waits_once_for_a_prompt_and_once_for_a_burst(int tokens)
    {
        using var model = TinyModels.Create();
        var requests = Enumerable.Range(0, 3).Select(seed => new GenerationRequest([1, 2, 3], 4, new SamplingOptions { MaxTokens = tokens }, seed)).ToList();
        // The first token of a completion comes from its prompt.
        Assert.Equal(requests.Count + ((tokens - 1) / DeviceDecoder.UsualBurst), Waits(() => Generate(model, Decoders.Device, requests)));
        // So it is what is counted: without bursts every token costs one.
        Assert.Equal(requests.Count + tokens - 1, Waits(() => Generate(model, Decoders.Torch, requests)));
    }

    [Fact]
    public void Sequences_that_end_early_make_room_for_waiting_ones_without_more_looks_than_bursts()
    {
        using var model = TinyModels.Create();
        var requests = Enumerable.Range(0, 12).Select(i => new GenerationRequest([1, 2, 3], 1, new SamplingOptions { MaxTokens = 1 + (7 * i) }, i)).ToList();
        var chosen = requests.Sum(request => request.Sampling.MaxTokens);
        Assert.InRange(Waits(() => Generate(model, Decoders.Device, requests, maxBatch: 3)), requests.Count, requests.Count + (chosen / DeviceDecoder.UsualBurst));
    }

    [Fact]
    public void A_training_step_waits_as_often_for_many_tokens_as_for_few()
    {
        var (few, many) = (Waits(4), Waits(40));
        Assert.Equal(few, many);
        // The loss, the norm of the gradient, whether a behavior policy is known, and the metrics.
        Assert.Equal(4, few);
    }

    private static long Waits(int tokens)
    {
        using var model = CausalModel.Create(TinyPolicy.Config, 1);
        using var optimizer = new AdamW(model.TrainedParameters, new());
        var trainer = new Trainer(model, optimizer, MeasuredStep.Options);
        var groups = Enumerable.Range(0, 2).Select(_ => new RolloutGroup(
            new Prompt { Id = "", Text = "" }, [1, 2], [Rollout(tokens, 0), Rollout(tokens, 1)])).ToList();
        return Waits(() => trainer.Step(groups, AlgorithmNeeds.Reference, GroupRelativeLoss.Of, MeasuredStep.LearningRate));
    }

    private static Rollout Rollout(int tokens, double reward)
    {
        ImmutableArray<float> logProbs = [.. Enumerable.Repeat(-1f, tokens)];
        return new()
        {
            Completion = new Completion
            {
                Text = "",
                Tokens = [.. Enumerable.Range(0, tokens).Select(i => i % 7)],
                LogProbs = logProbs,
                FinishReason = FinishReason.Length,
                PolicyVersion = 0,
            },
            ReferenceLogProbs = logProbs,
            Reward = reward,
        };
    }

    private static void Generate(CausalModel model, string decoder, List<GenerationRequest> requests, int maxBatch = 128)
    {
        var engine = new LocalRolloutEngine(model, [], _ => "", () => 0, maxBatch) { NewDecoder = Decoders.Of(decoder, model) };
        Assert.True(engine.GenerateAsync(requests, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    private static long Waits(Action work)
    {
        var before = DeviceTransfer.Synchronizations;
        work();
        return DeviceTransfer.Synchronizations - before;
    }
}
