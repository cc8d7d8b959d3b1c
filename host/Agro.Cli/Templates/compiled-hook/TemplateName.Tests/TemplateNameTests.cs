using Agro;
using Xunit;

public class TemplateNameTests
{
    private static readonly TemplateNameOptions Options = new() { Steps = 2, Solved = 0.9 };

    [Fact]
    public async Task The_run_ends_once_the_recent_steps_are_good()
    {
        var hook = new TemplateName(Options);
        Assert.Null(await StepAsync(hook, 1, 1.0));
        Assert.Null(await StepAsync(hook, 2, 0.5));
        Assert.Null(await StepAsync(hook, 3, 1.0));
        Assert.Equal("solved: mean reward 1.000 over 2 steps", await StepAsync(hook, 4, 1.0));
    }

    [Fact]
    public async Task What_it_remembers_goes_over_to_a_new_version()
    {
        var (old, next) = (new TemplateName(Options), new TemplateName(Options));
        await StepAsync(old, 1, 1.0);
        next.LoadState(old.SaveState());
        Assert.NotNull(await StepAsync(next, 2, 1.0));
    }

    private static async Task<string?> StepAsync(TemplateName hook, long step, double reward)
    {
        var run = new RunContext("test", "/run", totalSteps: 10, log: _ => { });
        var context = new StepContext(run, step, new Dictionary<string, double> { ["reward"] = reward }, [])
        {
            LearningRate = 1e-6,
            RewardWeights = new Dictionary<string, double>(),
        };
        await hook.OnStepAsync(context, CancellationToken.None);
        return context.StopReason;
    }
}
