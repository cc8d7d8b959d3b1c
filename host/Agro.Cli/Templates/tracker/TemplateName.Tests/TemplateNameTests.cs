using Xunit;

public class TemplateNameTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_are_appended_a_line_a_metric()
    {
        var path = Path.GetTempFileName();
        foreach (var step in new[] { 1, 2 })
        {
            await using var tracker = new TemplateName(new() { Path = path });
            await tracker.LogMetricsAsync(step, new Dictionary<string, double> { ["reward"] = 0.5, ["kl"] = 1e-7 }, Stop);
        }

        Assert.Equal(["1,kl,1E-07", "1,reward,0.5", "2,kl,1E-07", "2,reward,0.5"], await File.ReadAllLinesAsync(path, Stop));
        File.Delete(path);
    }
}
