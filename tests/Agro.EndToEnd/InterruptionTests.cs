namespace Agro.EndToEnd;

public class InterruptionTests
{
    [Fact]
    public async Task Ctrl_C_finishes_the_step_saves_and_says_how_to_go_on()
    {
        var folder = Directory.CreateTempSubdirectory("agro-").FullName;
        try
        {
            var recipe = Path.Combine(AgroHost.Repository, "recipes", "quickstart-base.yaml");
            await using var run = AgroHost.Start(new ProcessStart { Arguments = ["run", recipe, "--plain", "--output", folder] });
            await run.WaitForOutputAsync("step    1/1200");
            run.Interrupt();
            var result = (await run.WaitAsync()).Expect(0);
            Assert.Contains("note: stopping after this step", result.Output, StringComparison.Ordinal);
            Assert.Contains("of 1200 steps in", result.Output, StringComparison.Ordinal);
            Assert.Contains($"the same command with --resume --output {folder}", result.Output, StringComparison.Ordinal);
            Assert.NotEmpty(Directory.GetDirectories(Path.Combine(folder, "checkpoints"), "step-*"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
