using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Agro;
using Xunit;

public class TemplateNameTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void It_asks_for_what_its_formula_uses() =>
        Assert.Equal(AlgorithmNeeds.OnPolicy | AlgorithmNeeds.Groups, new TemplateName(new()).Needs);

    // Tensors need libtorch, which agro-host finds, mends where the system needs it, and loads: so the loss is computed there. Worked out
    // by hand for cases.jsonl; gradients are of the log-probabilities.
    [Fact]
    public async Task Losses_and_gradients_are_those_worked_out_by_hand()
    {
        var cases = await File.ReadAllLinesAsync(Value("Cases"), Stop);
        var results = (await TryAsync(cases)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Length, results.Length);
        foreach (var (expected, actual) in cases.Zip(results))
        {
            Assert.Equal(Numbers(expected, "loss"), Numbers(actual, "loss"));
            Assert.Equal(Numbers(expected, "gradient"), Numbers(actual, "gradient"));
        }
    }

    private static async Task<string> TryAsync(IEnumerable<string> rows)
    {
        var start = new ProcessStartInfo(Host(), ["try", "algorithm", "template-name", "--plugins", Value("Plugin")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            foreach (var row in rows) await process.StandardInput.WriteLineAsync(row);
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(Stop);
            await process.WaitForExitAsync(Stop);
            Assert.Equal(0, process.ExitCode);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs agro-host: put it on the PATH, or say where it is with AGRO_HOST");
            throw;
        }
    }

    private static string Host()
    {
        if (Environment.GetEnvironmentVariable("AGRO_HOST") is { Length: > 0 } named) return named;
        return File.Exists(Value("Host")) ? Value("Host") : "agro-host";
    }

    /// <summary>What the project says about this machine.</summary>
    private static string Value(string key) =>
        typeof(TemplateNameTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(value => value.Key == key).Value!;

    private static List<double> Numbers(string row, string name) => [.. Numbers(JsonDocument.Parse(row).RootElement.GetProperty(name))];

    private static IEnumerable<double> Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Numbers) : [Math.Round(element.GetDouble(), 6)];
}
