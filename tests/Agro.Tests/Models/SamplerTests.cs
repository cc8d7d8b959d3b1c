using Agro.Models.Generation;

namespace Agro.Tests.Models;

public class SamplerTests
{
    private static readonly float[] Logits = [.. Enumerable.Range(0, 11).Select(i => (float)Math.Sin(i * 1.7) * 2)];

    [Fact]
    public void Philox_gives_the_published_known_answers()
    {
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Block(0, 0, 0, 0, 0, 0));
        Assert.Equal((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), Philox.Block(~0u, ~0u, ~0u, ~0u, ~0u, ~0u));
        Assert.Equal((0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox.Block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
    }

    [Fact]
    public void Uniform_numbers_differ_by_seed_completion_and_token()
    {
        var draws = new[] { (0L, 0, 0), (1L, 0, 0), (1L << 32, 0, 0), (-1L, 0, 0), (0L, 1, 0), (0L, 0, 1), (0L, 1, 1) };
        var values = draws.Select(draw => Philox.Uniform(draw.Item1, draw.Item2, draw.Item3)).ToList();
        Assert.Equal(draws.Length, values.Distinct().Count());
        Assert.All(values, value => Assert.InRange(value, 0, 1 - 1e-16));
    }

    [Theory]
    [InlineData(1.0, 0, 1.0)]
    [InlineData(0.5, 0, 1.0)]
    [InlineData(2.0, 4, 1.0)]
    [InlineData(1.0, 0, 0.6)]
    [InlineData(1.0, 5, 0.8)]
    public void Samples_follow_the_distribution(double temperature, int topK, double topP)
    {
        const int Draws = 40_000;
        var options = new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP };
        var sampler = new Sampler(Logits.Length);
        var counts = new int[Logits.Length];
        for (var i = 0; i < Draws; i++) counts[sampler.Sample(Logits, options, Philox.Uniform(9, i, 0)).Token]++;
        var expected = Truncated(temperature, topK, topP);
        var square = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (expected[i] == 0) Assert.Equal(0, counts[i]);
            else square += Math.Pow(counts[i] - (Draws * expected[i]), 2) / (Draws * expected[i]);
        }
        // The 99.9 % quantile of chi-square with 10 degrees of freedom.
        Assert.InRange(square, 0, 29.6);
    }

    [Fact]
    public void Log_probabilities_are_those_of_the_untruncated_distribution_at_the_temperature()
    {
        var sampler = new Sampler(Logits.Length);
        var options = new SamplingOptions { Temperature = 0.6, TopK = 3, TopP = 0.9 };
        var full = Truncated(0.6, 0, 1);
        for (var i = 0; i < 50; i++)
        {
            var sampled = sampler.Sample(Logits, options, i / 50.0);
            Assert.Equal(Math.Log(full[sampled.Token]), sampled.LogProb, 1e-6);
        }
        var greedy = sampler.Sample(Logits, new SamplingOptions { Temperature = 0 }, 0.99);
        Assert.Equal(Array.IndexOf(Logits, Logits.Max()), greedy.Token);
        Assert.Equal(Math.Log(Truncated(1, 0, 1).Max()), greedy.LogProb, 1e-6);
    }

    [Fact]
    public void Ties_go_to_the_lower_id()
    {
        float[] logits = [1, 3, 3, 3, 0];
        var sampler = new Sampler(5);
        Assert.Equal(1, sampler.Sample(logits, new SamplingOptions { Temperature = 0 }, 0.9).Token);
        var kept = Enumerable.Range(0, 20).Select(i => sampler.Sample(logits, new SamplingOptions { TopK = 2 }, i / 20.0).Token).Distinct().Order();
        Assert.Equal([1, 2], kept);
    }

    [Fact]
    public void A_long_vocabulary_is_inverted_exactly()
    {
        const int Size = 5000;
        var sampler = new Sampler(Size);
        var logits = new float[Size];
        for (var i = 0; i < 200; i++)
        {
            var uniform = (i + 0.5) / 200;
            Assert.Equal((int)(uniform * Size), sampler.Sample(logits, new SamplingOptions(), uniform).Token, 1.0);
        }
        Array.Fill(logits, -1000);
        (logits[17], logits[4999]) = (0, 0);
        Assert.Equal(17, sampler.Sample(logits, new SamplingOptions(), 0.4999).Token);
        Assert.Equal(4999, sampler.Sample(logits, new SamplingOptions(), 0.5001).Token);
        Assert.Equal(4999, sampler.Sample(logits, new SamplingOptions(), 1 - 1e-16).Token);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Logits_that_are_not_numbers_show_in_the_log_probability(float bad)
    {
        float[] logits = [0, 1, bad, 2, 0, 0, 0, 0, 0, 0];
        foreach (var options in (SamplingOptions[])[new(), new() { Temperature = 0 }, new() { TopK = 2 }])
            Assert.Equal(float.NaN, new Sampler(10).Sample(logits, options, 0.5).LogProb);
    }

    private static double[] Truncated(double temperature, int topK, double topP)
    {
        var weights = Logits.Select(logit => Math.Exp(logit / temperature)).ToArray();
        var order = Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i]).ToList();
        if (topK > 0) order = order[..topK];
        var total = order.Sum(i => weights[i]);
        var kept = new List<int>();
        foreach (var i in order)
        {
            if (kept.Count > 0 && kept.Sum(k => weights[k]) >= topP * total - 1e-9) break;
            kept.Add(i);
        }
        var sum = kept.Sum(k => weights[k]);
        return [.. Enumerable.Range(0, weights.Length).Select(i => kept.Contains(i) ? weights[i] / sum : 0)];
    }
}
