using System.Text.Json;
using System.Text.RegularExpressions;

namespace Agro.EndToEnd.Commands;

public class ListTests
{
    [Fact]
    public async Task Every_component_stands_under_its_kind_with_its_plugin_and_options_in_80_columns()
    {
        var result = (await AgroHost.RunAsync("list")).Expect(0);
        Assert.Equal("", result.Error);
        Assert.All(result.Lines, line => Assert.True(line.Length <= 80 && line == line.TrimEnd(), line));
        var lines = result.Lines.ToList();
        Assert.True(lines.IndexOf("Rewards") < lines.IndexOf("Data sources")
            && lines.IndexOf("Data sources") < lines.IndexOf("Algorithms"));
        var rloo = lines.FindIndex(line => line.StartsWith("  rloo  (Agro.Plugins.PolicyGradients.dll ", StringComparison.Ordinal));
        Assert.True(rloo > lines.IndexOf("Algorithms"));
        Assert.Matches(", [0-9a-f]{8}\\)$", lines[rloo]);
        Assert.Contains(lines[rloo..], line => Regex.IsMatch(line, "^ +clip +number, between 0 and 1; default 0.2$"));
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task One_component_is_shown_in_full()
    {
        var result = (await AgroHost.RunAsync("list", "rloo")).Expect(0);
        Assert.Equal("rloo  algorithm", result.Lines[0]);
        Assert.Matches("sha256 +[0-9a-f]{64}\n", result.Output);
        Assert.DoesNotContain("grpo  algorithm", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_whole_hashes_and_every_option()
    {
        var json = JsonDocument.Parse((await AgroHost.RunAsync("list", "--json")).Expect(0).Output).RootElement.EnumerateArray().ToList();
        Assert.All(json, component => Assert.Matches("^[0-9a-f]{64}$", component.Text("sha256")));
        Assert.All(json, component => Assert.True(File.Exists(component.Text("plugin"))));
        Assert.All(json, component => Assert.NotEqual("", component.Text("summary")));
        var clip = json.Single(component => component.Text("name") == "rloo").GetProperty("options").EnumerateArray()
            .Single(option => option.Text("name") == "clip");
        Assert.Equal(("number", "0.2", "between 0 and 1"), (clip.Text("type"), clip.Text("default"), clip.Text("range")));
        Assert.Equal(["algorithm", "data-source", "reward"], json.Select(component => component.Text("kind")).Distinct().Order().Take(3));
    }

    [Fact]
    public async Task A_misspelt_name_is_refused_with_the_nearest_one() =>
        (await AgroHost.RunAsync("list", "rlo")).ExpectRefusal("no such component: 'rlo'. Did you mean 'rloo'?");

    [Fact]
    public async Task A_plugin_that_is_not_there_is_refused() =>
        Assert.Contains(
            "/nowhere/x.dll", (await AgroHost.RunAsync("list", "--plugins", "/nowhere/x.dll")).Expect(2).Error, StringComparison.Ordinal);
}
