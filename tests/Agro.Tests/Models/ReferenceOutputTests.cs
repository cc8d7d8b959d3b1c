using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class ReferenceOutputTests
{
    [Fact]
    public void Log_probabilities_and_entropies_equal_the_reference()
    {
        using var policy = Stories.Load();
        var rows = Stories.Rows("logprobs.jsonl");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // All texts in one padded batch: what is beside a sequence must not show.
        var sequences = rows.Select(row => row.Ints("ids")).Select(ids => new TokenSequence(ids[..1], ids[1..])).ToList();
        var scores = policy.Model.LogProbsOf(sequences, entropies: true, padTo: 64);
        Assert.Equal([rows.Count, 64], scores.LogProbs.shape);
        for (var i = 0; i < rows.Count; i++)
        {
            var count = sequences[i].Completion.Length;
            Near(rows[i].Doubles("token_logprobs"), scores.LogProbs[i].ToDoubles()[..count], 2e-5);
            Near(rows[i].Doubles("entropies"), scores.Entropies![i].ToDoubles()[..count], 2e-5);
            Assert.All(scores.LogProbs[i].ToDoubles()[count..], value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Logits_of_a_whole_sequence_equal_the_reference()
    {
        using var policy = Stories.Load();
        var expected = Stories.GreedyLogits();
        using var _ = no_grad();
        foreach (var row in Stories.Rows("greedy.jsonl"))
        {
            using var scope = NewDisposeScope();
            var prompt = row.Ints("prompt_ids");
            var (first, count) = (row.GetProperty("logits_row").GetInt32(), row.GetProperty("logits_rows").GetInt32());
            var ids = prompt.Concat(row.Ints("greedy_ids").Take(count - 1)).Select(id => (long)id).ToArray();
            var logits = policy.Model.Logits(tensor(ids).unsqueeze(0))[0].narrow(0, prompt.Length - 1, count).flatten();
            Near(expected[(first * 512)..((first + count) * 512)].Select(value => (double)value).ToArray(), logits.ToDoubles(), 1e-4);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-8)]
    [InlineData(ScalarType.Float32, 1e-3)]
    public void Gradients_equal_the_reference(ScalarType type, double tolerance)
    {
        using var policy = Stories.Load(type);
        foreach (var row in Stories.Rows("gradients.jsonl"))
        {
            using var scope = NewDisposeScope();
            foreach (var (_, parameter) in policy.Model.Parameters) parameter.grad?.zero_();
            var loss = PolicyGradientLoss(policy.Model, row.Sequences(), row.Doubles("weights"), row.GetProperty("objective").GetString()!);
            loss.backward();
            Relative(row.GetProperty("loss").GetDouble(), loss.to(float64).item<double>(), tolerance);
            var squares = 0.0;
            var tensors = row.GetProperty("tensors").EnumerateObject().ToList();
            Assert.Equal(policy.Model.Parameters.Count, tensors.Count);
            foreach (var reference in tensors)
            {
                var gradient = policy.Model.Parameters[reference.Name].grad!.ToDoubles();
                var l2 = Math.Sqrt(gradient.Sum(value => value * value));
                squares += l2 * l2;
                var expected = reference.Value.GetProperty("l2").GetDouble();
                Relative(expected, l2, tolerance);
                Assert.Equal(reference.Value.GetProperty("sum").GetDouble(), gradient.Sum(), tolerance * Math.Max(1, expected) * 10);
                Near(reference.Value.Doubles("first"), gradient[..8], tolerance * Math.Max(1, expected));
            }
            Relative(row.GetProperty("grad_norm").GetDouble(), Math.Sqrt(squares), tolerance);
        }
    }

    private static Tensor PolicyGradientLoss(CausalModel model, IReadOnlyList<TokenSequence> sequences, double[] weights, string objective)
    {
        var logProbs = model.LogProbsOf(sequences).LogProbs;
        var sums = logProbs.sum(1) * tensor(weights, logProbs.dtype);
        var lengths = sequences.Select(sequence => (double)sequence.Completion.Length).ToArray();
        return objective switch
        {
            "token-mean" => -sums.sum() / lengths.Sum(),
            "sequence-sum-mean" => -sums.mean(),
            "per-sequence-mean" => -(sums / tensor(lengths, logProbs.dtype)).mean(),
            _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, null),
        };
    }

    private static void Relative(double expected, double actual, double tolerance) =>
        Assert.Equal(expected, actual, tolerance * Math.Max(Math.Abs(expected), 1e-6));

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
