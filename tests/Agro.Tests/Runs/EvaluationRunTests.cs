using Agro.Engine.Recipes;

namespace Agro.Tests.Runs;

public sealed class EvaluationRunTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public EvaluationRunTests()
    {
        _fixture.Write("eval.jsonl", string.Concat(Enumerable.Range(0, 6).Select(i => $"{{\"prompt\":\"{i}+1=\",\"answer\":\"{i + 1}\",\"level\":\"{(i < 4 ? "easy" : "hard")}\"}}\n")));
        _fixture.Recipe["data"] = "{ train: { use: arithmetic, max_terms: 2, max_digits: 1 }, eval: { use: jsonl, path: eval.jsonl } }";
        _fixture.Recipe["training"] = "{ steps: 1, learning_rate: 1.0e-3 }";
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Metrics_have_intervals_and_are_told_apart_by_the_values_of_fields()
    {
        _fixture.Recipe["eval"] = "{ prompts: 6, samples: 3, metrics: [best@2, mean@3], by: [level] }";
        var metrics = _fixture.Run("run").After!;
        foreach (var name in (string[])["best@2", "mean@3"])
        {
            Assert.Equal(metrics[name], ((4 * metrics[$"{name}/level=easy"]) + (2 * metrics[$"{name}/level=hard"])) / 6, 12);
            foreach (var suffix in (string[])["", "/level=easy", "/level=hard"]) Assert.True(metrics[$"{name}{suffix}/ci95"] >= 0);
        }

        Assert.True(metrics["best@2/ci95"] > 0);
        Assert.Equal(2 * 6 * 3, _fixture.Lines("run", "evaluations.jsonl").Count);
    }

    [Fact]
    public void A_field_that_the_data_does_not_have_is_told()
    {
        _fixture.Recipe["eval"] = "{ prompts: 6, by: [levle] }";
        var fault = Assert.Single(Assert.Throws<RecipeException>(() => { _fixture.Run("run"); }).Faults);
        Assert.Equal("eval.by.0", fault.Path);
        Assert.Contains("Did you mean 'level'?", fault.ToString(), StringComparison.Ordinal);
    }
}
