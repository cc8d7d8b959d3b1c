using System.Text.Json;
using Agro.Engine.Training;
using Agro.Models;
using Agro.Tests.Models;
using static TorchSharp.torch;

namespace Agro.Tests.Training;

/// <summary>The trainer's own path (two passes, clipping, optimizer) on a real model against trajectories computed elsewhere.</summary>
public class AdamWReferenceTests
{
    [Theory]
    [InlineData(ScalarType.Float64, 1e-7)]
    [InlineData(ScalarType.Float32, 2e-3)]
    public void Trajectories_equal_the_reference(ScalarType type, double tolerance)
    {
        foreach (var row in Stories.Rows("adamw.jsonl"))
        {
            using var scope = NewDisposeScope();
            using var policy = Stories.Load(type);
            var settings = row.GetProperty("optimizer");
            double Setting(string name) => settings.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : 0;
            using var optimizer = new AdamW(
                policy.Model.Parameters, new(Setting("beta1"), Setting("beta2"), Setting("eps"), Setting("weight_decay")));
            foreach (var point in row.GetProperty("trajectory").EnumerateArray())
            {
                optimizer.ZeroGrad();
                var loss = Backpropagate(policy, row);
                Assert.Equal(point.GetProperty("loss").GetDouble(), loss, tolerance * Math.Max(1, Math.Abs(loss)));
                if (!point.TryGetProperty("grad_norm", out var norm)) continue;
                Assert.Equal(norm.GetDouble(), optimizer.ClipGradients(Setting("clip_grad_norm")), tolerance * norm.GetDouble());
                optimizer.Step(Setting("lr"));
            }

            foreach (var tensor in row.GetProperty("final").EnumerateObject())
            {
                var values = policy.Model.Parameters[tensor.Name].ToDoubles();
                var l2 = tensor.Value.GetProperty("l2").GetDouble();
                Assert.Equal(l2, Math.Sqrt(values.Sum(value => value * value)), tolerance * l2);
                Assert.All(tensor.Value.Doubles("first").Zip(values), pair => Assert.Equal(pair.First, pair.Second, tolerance));
            }
        }
    }

    private static double Backpropagate(PretrainedPolicy policy, JsonElement row)
    {
        var sequences = row.Sequences();
        var weights = row.Doubles("weights");
        var plan = MicroBatchPlan.ByRows(sequences, 2);
        return new PolicyGradientPass(policy.Model, 1).Run(sequences, plan, outputs =>
        {
            var sums = (outputs.LogProbs.sum(1) * tensor(weights, outputs.LogProbs.dtype)).sum();
            double count = row.GetProperty("objective").GetString() == "token-mean"
                ? sequences.Sum(sequence => sequence.Completion.Length)
                : sequences.Length;
            return new PolicyLoss(-sums / Constant.Of(count));
        }).Loss;
    }
}
