using System.Text.Json;
using Agro.Tests;

namespace Agro.EndToEnd.Commands;

/// <summary>JSON lines in and out of the program.</summary>
internal static class Rows
{
    /// <summary>The 260K-parameter model of the test data.</summary>
    public static string Stories => SharedData.PathOf("data", "models", "stories260k");

    /// <summary>Our own batches for every algorithm, with the losses and gradients that they must give.</summary>
    public static string LossCases => Path.Combine(SharedData.Repository, "tests", "Agro.Tests", "PolicyGradients", "cases.jsonl");

    public static List<JsonElement> Read(string path) => Parse(File.ReadAllText(path));

    public static List<JsonElement> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Runs the program on JSON lines.</summary>
    public static Task<ProcessResult> FeedAsync(string input, params string[] arguments) =>
        AgroHost.RunAsync(new ProcessStart { Arguments = arguments, Input = input });

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    public static int[] Integers(this JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    public static double[] Numbers(this JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];

    /// <summary>Fails unless the input was refused with these lines and without any output.</summary>
    public static void ExpectRefusal(this ProcessResult result, params string[] starts)
    {
        result.Expect(2);
        Assert.Equal("", result.Output);
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == starts.Length
            && lines.Zip(starts).All(pair => pair.First.StartsWith(pair.Second, StringComparison.Ordinal)), result.Error);
    }
}
