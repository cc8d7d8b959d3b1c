namespace Agro.Tests.Swaps;

public sealed class FileSetWatchTests
{
    private const string Mixed = "problem: */Mine.dll: Mine.dll calls Words.dll's Words.Of(double, double), which that file does not have: "
        + "the two are from different builds";

    private const string Gone = "problem: */Mine.dll: is not there";

    /// <summary>What happens to the files, and what is to be reported.</summary>
    private static readonly Dictionary<string, (Action<WatchedPlugin> Happens, string[] Reported)> Cases = new()
    {
        ["nothing"] = (_ => { }, []),
        ["an overwrite in place"] = (p => p.Write("Mine", 3), ["Mine3 Words1"]),
        ["twenty overwrites in place"] = (p =>
        {
            for (var i = 0; i < 20; i++)
            {
                p.Write("Mine", i % 2 == 0 ? 3 : 1);
                p.Wait(300);
            }
        }, [.. Enumerable.Repeat("Mine3 Words1", 10)]),
        ["a file moved over the old one"] = (p => p.MoveOver("Mine", 3), ["Mine3 Words1"]),
        ["a dependency overwritten"] = (p => p.Write("Words", 3), ["Mine1 Words3"]),
        ["a dependency moved over the old one"] = (p => p.MoveOver("Words", 3), ["Mine1 Words3"]),
        ["deleted and made again after 50 ms"] = (p =>
        {
            p.Delete("Mine");
            p.Wait(50);
            p.Write("Mine", 3);
        }, ["Mine3 Words1"]),
        ["deleted and made again after 600 ms"] = (p =>
        {
            p.Delete("Mine");
            p.Wait(600);
            p.Write("Mine", 3);
        }, ["Mine3 Words1"]),
        ["deleted and the same made again after 600 ms"] = (p =>
        {
            p.Delete("Mine");
            p.Wait(600);
            p.Write("Mine", 1);
        }, []),
        ["a dependency deleted and made again after 600 ms"] = (p =>
        {
            p.Delete("Words");
            p.Wait(600);
            p.Write("Words", 3);
        }, ["Mine1 Words3"]),
        ["written in four pieces 100 ms apart"] = (p => InPieces(p, 100), ["Mine3 Words1"]),
        ["written in four pieces 350 ms apart"] = (p => InPieces(p, 350), ["Mine3 Words1"]),
        ["both files at once"] = (p =>
        {
            p.Write("Words", 2);
            p.Write("Mine", 2);
        }, ["Mine2 Words2"]),
        ["the dependency and the plugin 350 ms later"] = (p =>
        {
            p.Write("Words", 2);
            p.Wait(350);
            p.Write("Mine", 2);
        }, ["Mine2 Words2"]),
        ["the plugin and the dependency 350 ms later"] = (p =>
        {
            p.Write("Mine", 2);
            p.Wait(350);
            p.Write("Words", 2);
        }, ["Mine2 Words2"]),
        ["the plugin without its dependency"] = (p => p.Write("Mine", 2), [Mixed]),
        ["the plugin and the dependency 5 s later"] = (p =>
        {
            p.Write("Mine", 2);
            p.Wait(5000);
            p.Write("Words", 2);
        }, [Mixed, "Mine2 Words2"]),
        ["touched"] = (p => File.SetLastWriteTimeUtc(p.Of("bin/Mine.dll"), new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc)), []),
        ["the same bytes written again"] = (p =>
        {
            for (var i = 0; i < 5; i++)
            {
                p.Write("Mine", 1);
                p.Wait(300);
            }
        }, []),
        ["a new version and its bytes once more"] = (p =>
        {
            p.Write("Mine", 3);
            p.Wait(300);
            p.MoveOver("Mine", 3);
        }, ["Mine3 Words1"]),
        ["a new version and the one in use again"] = (p =>
        {
            p.Write("Mine", 3);
            p.Wait(20);
            p.Write("Mine", 1);
        }, []),
        ["damaged"] = (p => p.WriteBytes("Mine.dll", [1, 2, 3]),
            ["problem: */Mine.dll: is no whole DLL: *"]),
        ["cut short for good"] = (p => p.Write("Mine", 3, 2000), ["problem: */Mine.dll: is cut short: its section .text ends at byte *, and the file at 2000"]),
        ["a dependency cut short for good"] = (p => p.Write("Words", 3, 2000), ["problem: */Words.dll: is cut short: its section .text ends at byte *"]),
        ["damaged and mended"] = (p =>
        {
            p.WriteBytes("Mine.dll", []);
            p.Wait(8000);
            p.Write("Mine", 3);
        }, ["problem: */Mine.dll: is empty", "Mine3 Words1"]),
        ["damaged twice, with the version in use between"] = (p =>
        {
            p.WriteBytes("Mine.dll", []);
            p.Wait(4000);
            p.Write("Mine", 1);
            p.Wait(4000);
            p.WriteBytes("Mine.dll", []);
        }, ["problem: */Mine.dll: is empty", "problem: */Mine.dll: is empty"]),
        ["deleted for good"] = (p => p.Delete("Mine"), [Gone]),
        ["a dependency deleted for good"] = (p => p.Delete("Words"),
            ["problem: */Mine.dll: Mine.dll needs Words 0.0.0, which is not beside it"]),
        ["the folder deleted and built again"] = (p =>
        {
            Directory.Delete(p.Of("bin"), recursive: true);
            p.Wait(1500);
            p.Write("Words", 2);
            p.Wait(100);
            p.Write("Mine", 2);
        }, ["Mine2 Words2"]),
        ["the folder deleted for 5 s and built again"] = (p =>
        {
            Directory.Delete(p.Of("bin"), recursive: true);
            p.Wait(5000);
            p.Write("Words", 1);
            p.Write("Mine", 3);
        }, [Gone, "Mine3 Words1"]),
        ["its list of dependencies changed"] = (p => p.WriteBytes("Mine.deps.json",
            """{ "runtimeTarget": { "name": "net" }, "targets": { "net": {} }, "libraries": {} }"""u8.ToArray()), ["Mine1 Words1 deps"]),
        ["its list of dependencies half written"] = (p => p.WriteBytes("Mine.deps.json", """{ "runtimeTarget": { "na"""u8.ToArray()),
            ["problem: */Mine.deps.json: is not JSON: *"]),
        ["not readable for a second"] = (p =>
        {
            p.IsLocked = true;
            p.Write("Mine", 3);
            p.Wait(1000);
            p.IsLocked = false;
        }, ["Mine3 Words1"]),
        ["not readable for 10 s"] = (p =>
        {
            p.IsLocked = true;
            p.Write("Mine", 3);
            p.Wait(10_000);
            p.IsLocked = false;
        }, ["problem: locked by another process", "Mine3 Words1"]),
        ["written while it is read"] = (p =>
        {
            p.Write("Mine", 3);
            p.WhileReading = () => p.MoveOver("Words", 3);
        }, ["Mine3 Words3"]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static void InPieces(WatchedPlugin plugin, int apart)
    {
        var length = WatchedPlugin.BytesOf("Mine", 3).Length;
        for (var piece = 1; piece <= 4; piece++)
        {
            if (piece > 1) plugin.Wait(apart);
            plugin.Write("Mine", 3, length * piece / 4);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_happens_to_files_their_last_content_is_reported(string name)
    {
        using var plugin = new WatchedPlugin(isLink: false);
        Assert.Empty(plugin.Reports);
        var (happens, reported) = Cases[name];
        happens(plugin);
        plugin.Wait(6000);
        var found = plugin.Reports.Select(report => report.What.Replace(plugin.Of("bin"), "*", StringComparison.Ordinal)).ToList();
        Assert.Equal(reported.Length, found.Count);
        Assert.All(found.Zip(reported), pair => Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(pair.Second).Replace("\\*", ".*"), pair.First));
    }

    [Theory]
    [InlineData("an overwrite in place", 100)]
    [InlineData("a file moved over the old one", 100)]
    [InlineData("deleted and made again after 600 ms", 100)]
    [InlineData("written in four pieces 350 ms apart", 100)]
    [InlineData("the plugin and the dependency 350 ms later", 100)]
    [InlineData("written while it is read", 150)]
    [InlineData("deleted for good", 3100)]
    [InlineData("damaged", 3100)]
    public void Changes_are_reported_soon_after_the_last_write(string name, int within)
    {
        using var plugin = new WatchedPlugin(isLink: false);
        Cases[name].Happens(plugin);
        plugin.Wait(6000);
        Assert.InRange(plugin.Reports[^1].At - plugin.ChangedAt, 1, within);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_of_changes_is_reported_every_two_seconds_and_in_the_end(bool isMoved)
    {
        using var plugin = new WatchedPlugin(isLink: false);
        var began = plugin.Now;
        for (var i = 1; i <= 250; i++)
        {
            if (isMoved) plugin.MoveVariantOver(i);
            else plugin.WriteVariant(i);
            plugin.Wait(20);
        }

        plugin.Wait(3000);
        var reports = plugin.Reports;
        Assert.Equal(3, reports.Count);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.InRange(pair.Second.At - pair.First.At, pair.Second == reports[^1] ? 500 : 2000, 2100));
        Assert.InRange(reports[0].At - began, 2000, 2100);
        Assert.Equal("variant250 Words1", reports[^1].What);
        Assert.InRange(reports[^1].At - plugin.ChangedAt, 1, 100);
        Assert.All(reports, report => Assert.StartsWith("variant", report.What, StringComparison.Ordinal));
    }

    [Fact]
    public void A_stream_of_mixed_sets_is_not_reported_before_it_ends()
    {
        using var plugin = new WatchedPlugin(isLink: false);
        for (var i = 1; i <= 250; i++)
        {
            plugin.Write("Mine", 2);
            plugin.Wait(20);
        }

        Assert.Empty(plugin.Reports);
        plugin.Write("Words", 2);
        plugin.Wait(100);
        Assert.Equal("Mine2 Words2", Assert.Single(plugin.Reports).What);
    }

    [Fact]
    public void Other_bytes_of_the_same_length_and_time_are_found()
    {
        using var plugin = new WatchedPlugin(isLink: false);
        var path = plugin.Of("bin/Mine.dll");
        var written = File.GetLastWriteTimeUtc(path);
        var length = new FileInfo(path).Length;
        plugin.Write("Mine", 3);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal(length, new FileInfo(path).Length);
        plugin.Wait(2200);
        Assert.Equal("Mine3 Words1", Assert.Single(plugin.Reports).What);
    }

    [Fact]
    public void A_folder_that_becomes_a_link_to_another_one_is_a_change()
    {
        using var plugin = new WatchedPlugin(isLink: true);
        plugin.Write("Words", 2, "b");
        plugin.Write("Mine", 2, "b");
        plugin.Wait(1000);
        Assert.Empty(plugin.Reports);
        plugin.Flip("b");
        plugin.Wait(100);
        Assert.Equal([(plugin.Now, "Mine2 Words2")], plugin.Reports);
        plugin.Use();

        // The same files in another folder are no change.
        plugin.Write("Words", 2, "c");
        plugin.Write("Mine", 2, "c");
        plugin.Flip("c");
        plugin.Wait(5000);
        Assert.Single(plugin.Reports);
    }

    [Fact]
    public void The_version_that_was_replaced_is_news_again()
    {
        using var plugin = new WatchedPlugin(isLink: false);
        plugin.Write("Mine", 3);
        plugin.Wait(100);
        plugin.Use();
        plugin.Wait(3000);
        plugin.Write("Mine", 1);
        plugin.Wait(100);
        Assert.Equal(["Mine3 Words1", "Mine1 Words1"], plugin.Reports.Select(report => report.What));
    }

    [Fact]
    public void What_was_refused_is_not_reported_again_until_there_was_something_else()
    {
        using var plugin = new WatchedPlugin(isLink: false);
        plugin.Write("Mine", 3);
        plugin.Wait(3000);
        plugin.Write("Mine", 3);
        plugin.Wait(3000);
        Assert.Single(plugin.Reports);
        plugin.Write("Mine", 1);
        plugin.Wait(3000);
        plugin.Write("Mine", 3);
        plugin.Wait(3000);
        Assert.Equal(["Mine3 Words1", "Mine3 Words1"], plugin.Reports.Select(report => report.What));
    }

    [Fact]
    public void Files_that_were_put_back_while_their_new_version_was_taken_are_reported()
    {
        using var plugin = new WatchedPlugin(isLink: false);
        plugin.Write("Mine", 3);
        plugin.Wait(100);
        Assert.Equal("Mine3 Words1", Assert.Single(plugin.Reports).What);
        plugin.UseAfter(() => plugin.Write("Mine", 1));
        plugin.Wait(300);
        Assert.Equal("Mine1 Words1", plugin.Reports[^1].What);
    }
}
