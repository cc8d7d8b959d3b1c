using Agro.Benchmarks.HotSwap;
using Agro.Benchmarks.Models;
using Agro.Benchmarks.Rewards;
using Agro.Benchmarks.Soak;
using Agro.Benchmarks.Tokenizers;
using Agro.Benchmarks.Training;
using Agro.Cli;

return args switch
{
    ["hot-swap"] => HotSwapBenchmark.Run(swaps: 500),
    ["hot-swap", "--swaps", var count] when int.TryParse(count, out var swaps) && swaps >= 20 => HotSwapBenchmark.Run(swaps),
    ["soak"] => SoakBenchmark.Run(steps: 2000),
    ["soak", "--steps", var count] when int.TryParse(count, out var steps) && steps >= 200 => SoakBenchmark.Run(steps),
    ["log-probs"] => LogProbsBenchmark.Run(),
    ["log-probs", var way] => LogProbsBenchmark.Measure(way),
    ["rewards"] => RewardBenchmark.Run(),
    ["packed"] => PackedBenchmark.Run(),
    ["scaling"] => ScalingBenchmark.Run(),
    ["lora"] => AdapterBenchmark.Run(),
    ["lora", var way] => AdapterBenchmark.Measure(way),
    ["load"] => LoadBenchmark.Run(),
    ["load", var directory] => LoadBenchmark.Measure(directory),
    // The very command, so that there is one way to measure.
    ["bench", ..] => await CommandLine.RunAsync(args, Console.Out, Console.Error, default),
    ["tokenizer", var directory, var file] => TokenizerBenchmark.Run(directory, file),
    ["math"] => MathBenchmark.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Agro.Benchmarks -- CASE");
    Console.Error.WriteLine("  hot-swap [--swaps N]   exchanges of plugins and scripts (N is 20 or more; 500), scripts, hook calls");
    Console.Error.WriteLine("  soak [--steps N]       memory over the steps of a run (N is 200 or more; 2000); fails when it grows");
    Console.Error.WriteLine("  log-probs              memory and time of a gradient of log-probabilities: a vocabulary of 150,000, and 16 layers");
    Console.Error.WriteLine("  rewards                a call of a reward inside the host and in processes of its own, and the start of such a process");
    Console.Error.WriteLine("  packed                 forward and backward with each prompt computed once, and once for every completion");
    Console.Error.WriteLine("  scaling                what a token of a gradient costs, for a few completions and for many");
    Console.Error.WriteLine("  lora                   memory and time of training steps: the whole model, and adapters of it");
    Console.Error.WriteLine("  load                   time and memory of loading a checkpoint of 1 GB");
    Console.Error.WriteLine("  bench [OPTIONS]        decoding, training and whole steps against the machine's limits: agro-host bench, see its --help");
    Console.Error.WriteLine("  tokenizer DIR FILE     speed of encoding and decoding the lines of a text");
    Console.Error.WriteLine("  math                   comparisons of mathematical answers a second, on one core");
    return 2;
}
