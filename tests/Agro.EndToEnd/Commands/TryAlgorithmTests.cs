using System.Text.Json;

namespace Agro.EndToEnd.Commands;

public class TryAlgorithmTests
{
    private const string Small = """{"id": "s", "group": [7, 7], "rewards": [1, 0], "log_probs": [[-1], [-1, -2]]}""";

    public static TheoryData<string> Algorithms => [.. Rows.Read(Rows.LossCases).Select(row => row.Text("algorithm")).Distinct()];

    [Theory, MemberData(nameof(Algorithms))]
    public async Task Losses_and_gradients_are_those_of_the_cases(string algorithm)
    {
        var cases = Rows.Read(Rows.LossCases);
        var wanted = cases.Where(row => row.Text("algorithm") == algorithm).ToDictionary(row => row.Text("id"));
        var result = (await Rows.FeedAsync(await Cases(), "try", "algorithm", algorithm)).Expect(0);
        var rows = Rows.Parse(result.Output).Where(row => wanted.ContainsKey(row.Text("id"))).ToList();
        Assert.Equal(wanted.Keys, rows.Select(row => row.Text("id")));
        Assert.EndsWith($"of {cases.Count} rows are of other algorithms and were passed over\n", result.Error, StringComparison.Ordinal);
        foreach (var row in rows)
        {
            var expected = wanted[row.Text("id")];
            var loss = expected.GetProperty("loss").GetDouble();
            Assert.Equal(loss, row.GetProperty("loss").GetDouble(), Math.Abs(loss) * 1e-6);
            var (gradient, actual) = (Lists(expected), Lists(row));
            var largest = gradient.SelectMany(tokens => tokens).Max(Math.Abs);
            Assert.Equal(gradient.Select(tokens => tokens.Length), actual.Select(tokens => tokens.Length));
            Assert.All(gradient.SelectMany(tokens => tokens).Zip(actual.SelectMany(tokens => tokens)), pair =>
                Assert.Equal(pair.First, pair.Second, largest * 1e-6));
        }
    }

    [Fact]
    public async Task A_plain_name_takes_rows_with_a_suffix_too_and_a_suffix_only_its_own()
    {
        Assert.Equal(12, Rows.Parse((await Rows.FeedAsync(await Cases(), "try", "algorithm", "agro")).Expect(0).Output).Count);
        Assert.Equal(
            6, Rows.Parse((await Rows.FeedAsync(await Cases(), "try", "algorithm", "agro+sampling-gradient")).Expect(0).Output).Count);
    }

    [Fact]
    public async Task Options_of_the_command_line_win_over_those_of_the_row()
    {
        var row = """{"options": {"beta": 0.5}, """ + Small[1..^1]
            + """, "reference_log_probs": [[-2], [-1, -1]], "behavior_log_probs": [[-1], [-1, -2]]}""";
        var own = (await Rows.FeedAsync(row, "try", "algorithm", "agro")).Expect(0);
        var changed = (await Rows.FeedAsync(row, "try", "algorithm", "agro", "--option", "beta=1")).Expect(0);
        // R = (1, 0) - beta * (1, -1); its sample variance is (1 - 2 beta)^2 / 2, and the loss half of it over beta.
        Assert.Equal([0, 0.25], new[] { own, changed }.Select(result => Rows.Parse(result.Output)[0].GetProperty("loss").GetDouble()));
    }

    [Fact]
    public async Task Any_prompt_numbers_will_do_and_single_precision_is_written_as_such()
    {
        var result = await Rows.FeedAsync(Small, "try", "algorithm", "reinforce", "--option", "beta=0", "--dtype", "float32");
        Assert.StartsWith("""{"id":"s","loss":""", result.Expect(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such algorithm: 'argo'. Did you mean 'agro'?", "argo")]
    [InlineData("no such algorithm: 'format'. It is a reward.", "format")]
    [InlineData("agro+magic agro.magic: no such option.", "agro+magic")]
    [InlineData("--option beta=x agro.beta: found 'x', must be a number, more than 0", "agro", "--option", "beta=x")]
    [InlineData("--option beta: write it as name=value", "agro", "--option", "beta")]
    [InlineData("--option bta=1 agro.bta: no such option. Did you mean 'beta'?", "agro", "--option", "bta=1")]
    public async Task Names_and_options_that_do_not_fit_are_refused(string message, params string[] arguments) =>
        (await Rows.FeedAsync(Small, ["try", "algorithm", .. arguments])).ExpectRefusal(message);

    [Theory]
    [InlineData("stdin:1: 'rewards' has 1 items for the 2 completions", "[1, 0]", "[1]")]
    [InlineData("stdin:1: 'log_probs' is missing", "log_probs", "logprobs")]
    [InlineData("stdin:1: 'log_probs[0]' must be a list of numbers, found a text at [0]", "[-1],", "[\"x\"],")]
    [InlineData("stdin:1: 'group' must be a list of whole numbers, found 7.5 at [1]", "[7, 7]", "[7, 7.5]")]
    [InlineData("stdin:1: 'grpo' needs 'reference_log_probs'", "\"s\"", "\"t\"")]
    [InlineData("stdin:1 grpo.clip_low: found 7, must be between 0 and 1", "\"s\"", "\"s\", \"options\": {\"clip_low\": 7}")]
    public async Task Rows_that_do_not_fit_are_refused(string message, string old, string changed) =>
        (await Rows.FeedAsync(Small.Replace(old, changed, StringComparison.Ordinal), "try", "algorithm", "grpo")).ExpectRefusal(message);

    private static List<double[]> Lists(JsonElement row) =>
        [.. row.GetProperty("gradient").EnumerateArray().Select(list => list.EnumerateArray().Select(item => item.GetDouble()).ToArray())];

    private static Task<string> Cases() => File.ReadAllTextAsync(Rows.LossCases, TestContext.Current.CancellationToken);
}
