using Agro.Engine.Training;
using Agro.Models.Transformer;
using Agro.Tests.PolicyGradients;
using static TorchSharp.torch;

namespace Agro.Tests.Training;

/// <summary>No algorithm's gradient depends on how the trainer splits the step into micro-batches.</summary>
public class AlgorithmSplitTests
{
    public static TheoryData<string> Names => Algorithms.Names;

    [Theory, MemberData(nameof(Names))]
    public void Any_split_into_micro_batches_gives_the_same_gradient(string name)
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(TinyPolicy.Config, seed: 3, dtype: ScalarType.Float64);
        using var critic = new CriticHead(model);
        var generator = new Generator(4);
        critic.Overwrite(critic.Parameters.ToDictionary(
            entry => entry.Key, entry => randn(entry.Value.shape, float64, generator: generator)));
        var step = new TrainingStep(name, model, critic, Groups(model));

        var (loss, whole) = step.Gradient(sequences => MicroBatchPlan.ByRows(sequences, sequences.Count));
        Assert.Contains(whole.Values, gradient => gradient.norm().item<double>() > 1e-6);
        foreach (var plan in new Func<IReadOnlyList<TokenSequence>, MicroBatchPlan>[]
        {
            sequences => MicroBatchPlan.ByRows(sequences, 1),
            sequences => MicroBatchPlan.ByRows(sequences, 3),
            sequences => MicroBatchPlan.ByTokens(sequences, 40),
        })
        {
            var (splitLoss, split) = step.Gradient(plan);
            Assert.Equal(loss, splitLoss, 1e-10);
            foreach (var (parameter, gradient) in split)
            {
                var difference = (gradient - whole[parameter]).norm().item<double>();
                Assert.True(difference <= 1e-10 * (1 + whole[parameter].norm().item<double>()), $"{parameter} is off by {difference}");
            }
        }
    }

    private sealed record TrainingStep(string Name, CausalModel Model, CriticHead Critic, IReadOnlyList<RolloutGroup> Groups)
    {
        public (double Loss, Dictionary<string, Tensor> Gradient) Gradient(Func<IReadOnlyList<TokenSequence>, MicroBatchPlan> plan)
        {
            var parameters = Model.Parameters.Concat(Critic.Parameters).ToDictionary();
            foreach (var parameter in parameters.Values) parameter.grad?.zero_();
            var batches = new BatchBuilder(Groups);
            var algorithm = Algorithms.Create(Name);
            var pass = new PolicyGradientPass(Model, 0.7, algorithm.Needs.HasFlag(AlgorithmNeeds.Values) ? Critic : null);
            var result = pass.Run(
                batches.Sequences,
                plan(batches.Sequences),
                outputs => algorithm.ComputeLoss(batches.Build(outputs, algorithm.Needs, new(0, 0, null))));
            var trained = parameters.Where(entry => entry.Value.grad is not null);
            return (result.Loss, trained.ToDictionary(entry => entry.Key, entry => entry.Value.grad!.clone()));
        }
    }

    /// <summary>Four prompts with one to four completions of policies near the one being trained.</summary>
    private static List<RolloutGroup> Groups(CausalModel model)
    {
        var random = new Random(8);
        var vocabulary = TinyPolicy.Config.VocabularySize;
        var prompts = Enumerable.Range(0, 4).Select(g => new RolloutGroup(
            new Prompt { Id = $"{g}", Text = "" },
            [.. Enumerable.Range(0, 2 + g).Select(_ => random.Next(vocabulary))],
            [.. Enumerable.Range(0, 1 + g).Select(_ => Rollout(random.Next(1, 12)))])).ToList();
        return [.. prompts.Select(group => group with { Rollouts = [.. group.Rollouts.Select(rollout => Score(group, rollout))] })];

        Rollout Rollout(int length) => new()
        {
            Completion = new()
            {
                Text = "",
                Tokens = [.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))],
                FinishReason = FinishReason.Stop,
                PolicyVersion = 0,
            },
            Reward = random.NextDouble() - 0.5,
        };

        Rollout Score(RolloutGroup group, Rollout rollout)
        {
            using var _ = no_grad();
            var sequence = new TokenSequence(group.PromptTokens, rollout.Completion.Tokens);
            var logProbs = model.LogProbsOf([sequence], 0.7).LogProbs.flatten().data<double>().ToArray();
            return rollout with
            {
                Completion = rollout.Completion with { LogProbs = [.. logProbs.Select(Near)] },
                ReferenceLogProbs = [.. logProbs.Select(Near)],
            };
        }

        float Near(double logProb) => (float)(logProb + (0.2 * (random.NextDouble() - 0.5)));
    }
}
