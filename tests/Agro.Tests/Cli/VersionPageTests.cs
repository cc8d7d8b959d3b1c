using Agro.Cli;
using Agro.Tests.Swaps;

namespace Agro.Tests.Cli;

public sealed class VersionPageTests : IDisposable
{
    private readonly VersionedRun _run = new();
    private readonly StringWriter _output = new() { NewLine = "\n" }, _error = new();

    public void Dispose()
    {
        _run.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Every_slot_shows_its_versions_with_their_steps_and_how_they_came()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1a1a1a1a1a1"), ("hooks/0", "c1c1c1c1c1c1")]);
        _run.Event("swap", 12, "x", components: [("rewards/polite", "a2a2a2a2a2a2")]);
        _run.Event("swap-back", 12, "x", components: [("rewards/polite", "a1a1a1a1a1a1")], reason: "reward 'polite': FormatException: the input is not what it was said to be at Polite.cs:12", redone: true);
        _run.Event("swap", 14, "x", components: [("rewards/polite", "a3a3a3a3a3a3")]);
        _run.Event("swap-confirmed", 15, "x");
        _run.Event("swap-refused", 15, "x", "a4a4a4a4a4a4", reason: "max_reward_shift");
        _run.Metrics(15);
        Assert.Equal(0, await RunAsync());
        Assert.Equal("""
            mine  15 steps so far

            rewards/polite  polite (x.dll)
              1.0.0  a1a1a1a1  1-12   start
              1.0.0  a2a2a2a2  none   swap
              1.0.0  a1a1a1a1  13-14  brought back: reward 'polite': FormatException: the
                                      input is not what it was said to be at Polite.cs:12;
                                      step 13 was done again
              1.0.0  a3a3a3a3  15-    swap, good after step 15

            hooks/0  hooks/log.csx
                c1c1c1c1  1-  start

            Not used
            x.dll
                a4a4a4a4  after 15  max_reward_shift

            """.ReplaceLineEndings("\n"), _output.ToString());
    }

    [Fact]
    public async Task Json_has_whole_hashes_and_open_ends()
    {
        _run.Event("started", 0, components: [("rewards/polite", "a1a1a1a1a1a1")]);
        _run.Metrics(3);
        Assert.Equal(0, await RunAsync("--json"));
        var json = System.Text.Json.JsonDocument.Parse(_output.ToString()).RootElement;
        var version = json.GetProperty("slots")[0].GetProperty("versions")[0];
        Assert.Equal(("a1a1a1a1a1a1", 1, "start"), (version.GetProperty("sha256").GetString(), version.GetProperty("from_step").GetInt64(), version.GetProperty("came").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, version.GetProperty("to_step").ValueKind);
        Assert.Equal(3, json.GetProperty("last_step").GetInt64());
    }

    [Fact]
    public async Task A_name_beside_a_run_is_refused()
    {
        Assert.Equal(2, await RunAsync("polite"));
        Assert.Equal("--run shows all that a run used: leave NAME and --plugins out", _error.ToString().Trim());
    }

    private Task<int> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync(["list", .. arguments, "--run", _run.Directory], _output, _error, default);
}
