using Agro.Models.Generation;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class BatchSamplerTests
{
    private const int Vocabulary = 47;

    private static readonly SamplingOptions[] Mixed =
    [
        new(), new() { Temperature = 0 }, new() { Temperature = 0.4 }, new() { Temperature = 1.7, TopK = 5 }, new() { TopP = 0.7 },
        new() { TopK = 9, TopP = 0.8 }, new() { TopK = 1 }, new() { TopK = 1000, TopP = 0.3 }, new() { Temperature = 1e-30 }, new() { TopP = 1e-9 },
    ];

    [Fact]
    public void A_batch_of_any_options_is_chosen_as_its_rows_are() => AssertSame(Mixed);

    [Fact]
    public void So_is_one_whose_rows_all_keep_few_tokens() =>
        AssertSame([new() { TopK = 3 }, new() { TopK = 12, Temperature = 0.8 }, new() { TopK = 7, TopP = 0.5 }]);

    [Fact]
    public void Equal_scores_go_to_the_lower_tokens()
    {
        using var scope = NewDisposeScope();
        var (tokens, logProbs) = Chosen([new() { TopP = 0.5 }], zeros(1, 8), [0.99]);
        Assert.Equal(3, tokens.item<long>());
        Assert.Equal(Math.Log(1 / 8.0), logProbs.item<double>(), 1e-7);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 - 1e-15)]
    public void A_token_without_weight_is_never_chosen(double uniform)
    {
        using var scope = NewDisposeScope();
        var logits = full([1, 6], Constant.Of(double.NegativeInfinity), float32);
        using (no_grad()) logits.narrow(1, 2, 2).fill_(Constant.Of(0.0));
        var (tokens, logProbs) = Chosen([new()], logits, [uniform]);
        Assert.Equal(uniform == 0 ? 2 : 3, tokens.item<long>());
        Assert.Equal(Math.Log(0.5), logProbs.item<double>(), 1e-7);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Scores_that_are_no_numbers_show_in_the_log_probability(double score)
    {
        using var scope = NewDisposeScope();
        var logits = zeros(1, 6);
        using (no_grad()) logits.narrow(1, 2, 1).fill_(Constant.Of(score));
        foreach (var options in Mixed) Assert.False(double.IsFinite(Chosen([options], logits, [0.5]).LogProbs.item<double>()));
    }

    private static void AssertSame(SamplingOptions[] rows)
    {
        using var scope = NewDisposeScope();
        var sampler = new Sampler(Vocabulary);
        var random = new Random(3);
        var chosen = new HashSet<int>();
        for (var draw = 0; draw < 60; draw++)
        {
            var logits = rows.Select(_ => Enumerable.Range(0, Vocabulary).Select(_ => (float)(random.NextDouble() * 6)).ToArray()).ToArray();
            var uniforms = rows.Select(_ => random.NextDouble()).ToArray();
            var (tokens, logProbs) = Chosen(rows, tensor(logits.SelectMany(row => row).ToArray(), rows.Length, Vocabulary), uniforms);
            for (var row = 0; row < rows.Length; row++)
            {
                var expected = sampler.Sample(logits[row], rows[row], uniforms[row]);
                Assert.Equal(expected.Token, tokens[row, 0].item<long>());
                Assert.Equal(expected.LogProb, logProbs[row, 0].item<double>(), 1e-5);
                chosen.Add(expected.Token);
            }
        }
        Assert.InRange(chosen.Count, Vocabulary - 5, Vocabulary);
    }

    private static (Tensor Tokens, Tensor LogProbs) Chosen(SamplingOptions[] rows, Tensor logits, double[] uniforms) =>
        new BatchSampler(rows, (int)logits.size(1), CPU).Choose(logits, DeviceTransfer.ToDevice(uniforms, CPU, rows.Length, 1));
}
