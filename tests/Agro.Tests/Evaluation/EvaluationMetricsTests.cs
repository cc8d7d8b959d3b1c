using Agro.Engine.Evaluation;
using Agro.Engine.Recipes;

namespace Agro.Tests.Evaluation;

public class EvaluationMetricsTests
{
    private static Attempt[] Attempts(string pattern) => [.. pattern.Select(c => new Attempt(char.IsUpper(c), c.ToString(), char.ToUpperInvariant(c) - 'A'))];

    [Theory]
    [InlineData("pass@1", "Aabb", 0.25)]
    [InlineData("pass@2", "Aabb", 0.5)]
    [InlineData("pass@4", "Aabb", 1)]
    [InlineData("pass@2", "AAbb", 5.0 / 6)]
    [InlineData("pass@2", "aabb", 0)]
    [InlineData("mean@2", "Aabb", 0.5)]
    [InlineData("mean@4", "Aabb", 0.25)]
    [InlineData("maj@4", "AAbc", 1)]
    [InlineData("maj@4", "AbbA", 1)]
    [InlineData("maj@4", "Abbb", 0)]
    public void Metrics_of_one_prompt(string name, string attempts, double expected) =>
        Assert.Equal(expected, EvaluationMetrics.Compute(EvalMetric.Parse(name), [Attempts(attempts)]).Mean, 12);

    [Fact]
    public void Prompts_are_averaged() =>
        Assert.Equal(0.5, EvaluationMetrics.Compute(EvalMetric.Parse("pass@1"), [Attempts("A"), Attempts("a")]).Mean, 12);

    [Fact]
    public void Pass_at_k_is_the_mean_over_all_choices_of_k()
    {
        var attempts = Attempts("AbAbbbA");
        var choices = from i in Enumerable.Range(0, 7)
                      from j in Enumerable.Range(0, 7)
                      from k in Enumerable.Range(0, 7)
                      where i < j && j < k
                      select attempts[i].Passed || attempts[j].Passed || attempts[k].Passed ? 1.0 : 0;
        Assert.Equal(choices.Average(), EvaluationMetrics.Compute(EvalMetric.Parse("pass@3"), [attempts]).Mean, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Best_at_k_is_the_mean_over_all_choices_of_k(int k)
    {
        var attempts = Attempts("CaBDbbE");
        var choices = Enumerable.Range(0, 1 << 7).Where(set => System.Numerics.BitOperations.PopCount((uint)set) == k)
            .Average(set => Enumerable.Range(0, 7).Where(i => (set >> i & 1) == 1).Max(i => attempts[i].Score));
        Assert.Equal(choices, EvaluationMetrics.Compute(new(EvalMetricKind.Best, k), [attempts]).Mean, 12);
    }

    [Fact]
    public void The_interval_is_that_of_a_mean_over_prompts()
    {
        // Three of four prompts are solved: the deviation is 1/2, its mean's 1/4.
        var estimate = EvaluationMetrics.Compute(EvalMetric.Parse("pass@1"), [Attempts("A"), Attempts("A"), Attempts("a"), Attempts("A")]);
        Assert.Equal(0.75, estimate.Mean, 12);
        Assert.Equal(1.959964 * 0.25, estimate.HalfInterval!.Value, 12);
        Assert.Null(EvaluationMetrics.Compute(EvalMetric.Parse("pass@1"), [Attempts("A")]).HalfInterval);
    }
}
