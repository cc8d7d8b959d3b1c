using Agro.Engine.Training;
using Agro.Models;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Training;

public class PolicyGradientPassTests
{
    private static readonly ModelConfig Config = TinyPolicy.Config;

    private static List<RolloutGroup> Groups()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 4).Select(g => new RolloutGroup(
            new Prompt { Id = $"{g}", Text = "" },
            [.. Enumerable.Range(0, 2 + g).Select(_ => random.Next(Config.VocabularySize))],
            [.. Enumerable.Range(0, 3).Select(_ => Rollout(random))]))];
    }

    private static Rollout Rollout(Random random)
    {
        var length = random.Next(1, 12);
        return new Rollout
        {
            Completion = new Completion
            {
                Text = "",
                Tokens = [.. Enumerable.Range(0, length).Select(_ => random.Next(Config.VocabularySize))],
                LogProbs = [.. Enumerable.Range(0, length).Select(_ => -4 * random.NextSingle())],
                FinishReason = FinishReason.Stop,
                PolicyVersion = 0,
            },
            ReferenceLogProbs = [.. Enumerable.Range(0, length).Select(_ => -4 * random.NextSingle())],
            Reward = random.NextDouble(),
        };
    }

    /// <summary>A loss that couples everything: groups, tokens, entropies.</summary>
    private static PolicyLoss Coupled(PolicyBatch batch)
    {
        var ratio = (batch.LogProbs - batch.BehaviorLogProbs!).exp();
        var advantage = batch.Rewards - batch.GroupMean(batch.SumOverTokens(batch.LogProbs - batch.ReferenceLogProbs!));
        var loss = batch.MeanOverAllTokens(ratio.clamp(0.5, 1.5) * advantage.unsqueeze(1)) - (0.1 * batch.MeanOverAllTokens(batch.Entropies!));
        return new PolicyLoss(loss);
    }

    private static Dictionary<string, Tensor> Gradient(CausalModel model, Func<IReadOnlyList<TokenSequence>, MicroBatchPlan> split)
    {
        var batches = new BatchBuilder(Groups());
        var sequences = batches.Sequences;
        foreach (var parameter in model.Parameters.Values) parameter.grad?.zero_();
        new PolicyGradientPass(model, 0.7).Run(sequences, split(sequences), outputs =>
            Coupled(batches.Build(outputs, AlgorithmNeeds.Reference | AlgorithmNeeds.Entropy, new(0, 0, null))));
        return model.Parameters.ToDictionary(entry => entry.Key, entry => entry.Value.grad!.clone());
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.Float64, 1e-12)]
    public void Any_split_into_micro_batches_gives_the_same_gradient(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(Config, seed: 3, dtype: type);
        var whole = Gradient(model, sequences => MicroBatchPlan.ByRows(sequences, sequences.Count));
        var splits = new Func<IReadOnlyList<TokenSequence>, MicroBatchPlan>[]
        {
            sequences => MicroBatchPlan.ByRows(sequences, 1),
            sequences => MicroBatchPlan.ByRows(sequences, 3),
            sequences => MicroBatchPlan.ByTokens(sequences, 40),
        };
        foreach (var split in splits)
        {
            foreach (var (name, gradient) in Gradient(model, split))
            {
                var difference = (gradient - whole[name]).norm().to_type(ScalarType.Float64).item<double>();
                var norm = whole[name].norm().to_type(ScalarType.Float64).item<double>();
                Assert.True(difference <= tolerance * norm, $"{name}: {difference} of {norm}");
            }
        }
    }

    [Fact]
    public void The_gradient_is_that_of_the_loss_taken_through_the_whole_graph()
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(Config, seed: 3, dtype: ScalarType.Float64);
        var twoPass = Gradient(model, sequences => MicroBatchPlan.ByRows(sequences, 2));
        foreach (var parameter in model.Parameters.Values) parameter.grad?.zero_();
        var batches = new BatchBuilder(Groups());
        var graph = model.LogProbsOf(batches.Sequences, 0.7, entropies: true);
        var batch = batches.Build(graph, AlgorithmNeeds.Reference | AlgorithmNeeds.Entropy, new(0, 0, null));
        Coupled(batch).Loss.backward();
        Assert.All(model.Parameters, entry => Assert.True(allclose(entry.Value.grad!, twoPass[entry.Key], 1e-9, 1e-12), entry.Key));
    }

    private static CriticHead Critic(CausalModel model)
    {
        var critic = new CriticHead(model);
        critic.Overwrite(new Dictionary<string, Tensor>
        {
            ["critic.weight"] = linspace(-0.5, 0.5, Config.HiddenSize, model.Type).unsqueeze(0),
            ["critic.bias"] = tensor([0.25], model.Type),
        });
        return critic;
    }

    private static PolicyLoss OfValues(PolicyBatch batch) => new(
        (batch.Values! * batch.Mask * batch.Rewards.unsqueeze(1)).sum() + batch.MeanOverAllTokens(batch.Values!.square() * batch.LogProbs));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void Values_of_a_critic_carry_gradient_to_it_and_to_the_policy_for_any_split(int rows)
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(Config, seed: 3, dtype: ScalarType.Float64);
        using var critic = Critic(model);
        var batches = new BatchBuilder(Groups());
        var graph = model.LogProbsOf(batches.Sequences, 0.7, entropies: true, critic: critic);
        OfValues(batches.Build(graph, AlgorithmNeeds.Values, new(0, 0, null))).Loss.backward();
        var expected = Gradients();
        foreach (var parameter in model.Parameters.Values.Concat(critic.Parameters.Values)) parameter.grad?.zero_();

        var plan = MicroBatchPlan.ByRows(batches.Sequences, rows);
        new PolicyGradientPass(model, 0.7, critic).Run(batches.Sequences, plan, outputs => OfValues(batches.Build(outputs, AlgorithmNeeds.Values, new(0, 0, null))));
        Assert.All(Gradients(), entry => Assert.True(allclose(entry.Value, expected[entry.Key], 1e-9, 1e-12), entry.Key));
        Assert.True(expected["critic.weight"].abs().sum().item<double>() > 0);

        Dictionary<string, Tensor> Gradients() => model.Parameters.Concat(critic.Parameters).ToDictionary(entry => entry.Key, entry => entry.Value.grad!.clone());
    }

    [Fact]
    public void A_value_belongs_to_the_state_before_its_token()
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(Config, seed: 3, dtype: ScalarType.Float64);
        using var critic = Critic(model);
        var one = model.LogProbsOf([new([4, 7], [9, 2, 5])], critic: critic).Values!;
        var other = model.LogProbsOf([new([4, 7], [9, 8, 5])], critic: critic).Values!;
        Assert.True(allclose(one.narrow(1, 0, 2), other.narrow(1, 0, 2), 0, 0));
        Assert.False(allclose(one.narrow(1, 2, 1), other.narrow(1, 2, 1)));
        using var fresh = new CriticHead(model);
        Assert.Equal(0, model.LogProbsOf([new([4, 7], [9, 2, 5])], critic: fresh).Values!.abs().sum().item<double>());
    }

    [Fact]
    public void A_loss_without_gradient_leaves_the_policy_alone()
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(Config, seed: 3);
        var sequences = new BatchBuilder(Groups()).Sequences;
        var result = new PolicyGradientPass(model, 1).Run(
            sequences, MicroBatchPlan.ByRows(sequences, 4), _ => new PolicyLoss(tensor(7.0)));
        Assert.Equal(7, result.Loss);
        Assert.All(model.Parameters.Values, parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Reference_log_probabilities_are_computed_once_and_in_place()
    {
        using var scope = NewDisposeScope();
        using var model = CausalModel.Create(Config, seed: 3);
        var groups = Groups();
        var missing = groups.Select((group, g) => g % 2 == 0
            ? group with { Rollouts = [.. group.Rollouts.Select(rollout => rollout with { ReferenceLogProbs = [] })] }
            : group).ToList();
        var scored = new ReferenceScorer(model, 1, 30).Score(missing);
        Assert.Equal(groups[1].Rollouts[0].ReferenceLogProbs, scored[1].Rollouts[0].ReferenceLogProbs);
        var one = scored[2].Rollouts[1];
        var expected = model.LogProbsOf([new TokenSequence(scored[2].PromptTokens, one.Completion.Tokens)]).LogProbs;
        Assert.Equal(one.Completion.Tokens.Length, one.ReferenceLogProbs.Length);
        Assert.True(allclose(expected.flatten(), tensor(one.ReferenceLogProbs.ToArray()), 1e-5, 1e-5));
    }
}
