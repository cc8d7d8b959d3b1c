using System.CommandLine;
using Agro.Cli.Benchmarks;
using Agro.Engine.Benchmarks;
using TorchSharp;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host bench</c>: measures training and decoding on this machine against its own limits.</summary>
internal static class BenchCommand
{
    private const string Gemm = "gemm", Both = "both";

    private static readonly Dictionary<string, BenchmarkCases> Cases = new()
    {
        [Gemm] = BenchmarkCases.None,
        ["decode"] = BenchmarkCases.Decode,
        ["train"] = BenchmarkCases.Train,
        ["step"] = BenchmarkCases.Step,
    };

    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var shape = new Option<string>("--shape")
        {
            HelpName = "NAME",
            Description = "s (d 256, 6 layers, vocabulary 512), m (d 768, 12 layers, vocabulary 32000) or both; tiny to try it",
            DefaultValueFactory = _ => Both,
        };
        shape.AcceptOnlyFromAmong([.. BenchmarkOptions.Reported, Both, BenchmarkOptions.Tiny]);
        var cases = new Option<string>("--cases")
        {
            HelpName = "LIST",
            Description = "What to measure, with commas between: gemm (which is measured in any case), decode, train, step",
            DefaultValueFactory = _ => string.Join(',', Cases.Keys),
        };
        var threads = new Option<int?>("--threads")
        {
            HelpName = "N",
            Description = "Threads of libtorch and of the decoder (default: libtorch's own choice, which OMP_NUM_THREADS sets)",
        };
        var processorTime = new Option<bool>("--processor-time")
        {
            Description = "Count processor time instead of time on the wall, for a machine that others use too; with --threads 1 only",
        };
        var quick = new Option<bool>("--quick") { Description = "Fewer and shorter samples: to see that it works, not to report" };
        var json = CommonOptions.Json("Write one JSON object");
        var command = new Command("bench", BenchText.Description) { shape, cases, threads, processorTime, quick, json };
        command.SetAction((result, stop) =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            var chosen = Chosen(result.GetRequiredValue(cases));
            CheckThreads(result.GetValue(threads), result.GetValue(processorTime));
            CommonOptions.LoadLibTorch(result);
            var name = result.GetRequiredValue(shape);
            var options = new BenchmarkOptions(
                name == Both ? BenchmarkOptions.Reported : [name], chosen, result.GetValue(threads) ?? torch.get_num_threads(), result.GetValue(quick))
            {
                ProcessorTime = result.GetValue(processorTime),
            };
            var report = HostBenchmark.Run(options, error.WriteLine, stop);
            if (result.GetValue(json)) output.WriteLine(report.ToJson());
            else foreach (var line in BenchText.Lines(report)) output.WriteLine(line);
            return Task.FromResult(0);
        });
        return command;
    }

    private static BenchmarkCases Chosen(string list)
    {
        var chosen = BenchmarkCases.None;
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries))
            chosen |= Cases.TryGetValue(name, out var one) ? one : throw new InputException($"--cases: '{name}' is none of {string.Join(", ", Cases.Keys)}");
        return chosen;
    }

    private static void CheckThreads(int? threads, bool processorTime)
    {
        if (processorTime && threads != 1)
            throw new InputException("--processor-time needs --threads 1: threads that wait for each other take processor time too");
        if (threads is { } given && (given < 1 || given > Environment.ProcessorCount))
            throw new InputException($"--threads must be from 1 to {Environment.ProcessorCount}, the processors that this process may use; found {given}");
    }
}
