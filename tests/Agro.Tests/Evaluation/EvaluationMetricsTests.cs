using Agro.Engine.Evaluation;
using Agro.Engine.Recipes;

namespace Agro.Tests.Evaluation;

public class EvaluationMetricsTests
{
    private static Attempt[] Attempts(string pattern) => [.. pattern.Select(c => new Attempt(char.IsUpper(c), c.ToString()))];

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
        Assert.Equal(expected, EvaluationMetrics.Compute(EvalMetric.Parse(name), [Attempts(attempts)]), 12);

    [Fact]
    public void Prompts_are_averaged() =>
        Assert.Equal(0.5, EvaluationMetrics.Compute(EvalMetric.Parse("pass@1"), [Attempts("A"), Attempts("a")]), 12);

    [Fact]
    public void Pass_at_k_is_the_mean_over_all_choices_of_k()
    {
        var attempts = Attempts("AbAbbbA");
        var choices = from i in Enumerable.Range(0, 7)
                      from j in Enumerable.Range(0, 7)
                      from k in Enumerable.Range(0, 7)
                      where i < j && j < k
                      select attempts[i].Passed || attempts[j].Passed || attempts[k].Passed ? 1.0 : 0;
        Assert.Equal(choices.Average(), EvaluationMetrics.Compute(EvalMetric.Parse("pass@3"), [attempts]), 12);
    }
}
