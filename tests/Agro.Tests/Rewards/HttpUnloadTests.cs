using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Agro.Plugins.Rewards.Remote;

namespace Agro.Tests.Rewards;

public class HttpUnloadTests
{
    [Fact]
    public async Task A_version_that_asked_a_server_leaves_nothing_behind_when_it_is_replaced()
    {
        await using var server = new RewardServer((_, context, _) => RewardServer.WriteAsync(context, """{"results": [1]}"""));
        var context = await UseAsync(server.Url);
        // Polled: threads of the sockets let go of the last answer a moment later.
        for (var i = 0; i < 500 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(string url)
    {
        var context = new AssemblyLoadContext("plugin", isCollectible: true);
        await ScoreAsync(context, url);
        context.Unload();
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ScoreAsync(AssemblyLoadContext context, string url)
    {
        var plugin = context.LoadFromAssemblyPath(typeof(HttpReward).Assembly.Location);
        var options = Activator.CreateInstance(plugin.GetType(typeof(HttpOptions).FullName!)!)!;
        options.GetType().GetProperty(nameof(HttpOptions.Url))!.SetValue(options, url);
        var reward = (IGroupRewardFunction)Activator.CreateInstance(plugin.GetType(typeof(HttpReward).FullName!)!, options)!;
        var results = await reward.ScoreGroupAsync(new() { Id = "1", Text = "" }, [Scoring.Of("a", [1])], TestContext.Current.CancellationToken);
        Assert.Equal(1, Assert.Single(results).Value);
        ((IDisposable)reward).Dispose();
    }
}
