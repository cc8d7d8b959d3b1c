using Agro.Benchmarks.HotSwap;

return args switch
{
    ["hot-swap"] => HotSwapBenchmark.Run(swaps: 500),
    ["hot-swap", "--swaps", var count] when int.TryParse(count, out var swaps) && swaps >= 20 => HotSwapBenchmark.Run(swaps),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Agro.Benchmarks -- hot-swap [--swaps N]   (N is 20 or more; 500)");
    return 2;
}
