using System.Diagnostics;
using System.Globalization;
using System.Text;
using Agro.Models.Tokenizers;

namespace Agro.Benchmarks.Tokenizers;

/// <summary>How fast a tokenizer encodes and decodes the lines of a text, on one thread.</summary>
internal static class TokenizerBenchmark
{
    private const int Rounds = 5;

    /// <summary>Measures a tokenizer.</summary>
    /// <param name="directory">The folder with <c>tokenizer.json</c>.</param>
    /// <param name="file">The text; its lines are encoded one by one.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string directory, string file)
    {
        var start = Stopwatch.GetTimestamp();
        var tokenizer = Tokenizer.Load(directory);
        var loading = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var lines = File.ReadAllLines(file);
        var megabytes = lines.Sum(line => Encoding.UTF8.GetByteCount(line)) / 1e6;
        var (encoding, decoding) = (new List<double>(), new List<double>());
        long tokens = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            start = Stopwatch.GetTimestamp();
            var encoded = lines.Select(line => tokenizer.Encode(line)).ToList();
            encoding.Add(megabytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
            tokens = encoded.Sum(ids => (long)ids.Length);
            start = Stopwatch.GetTimestamp();
            foreach (var ids in encoded) tokenizer.Decode(ids.AsSpan());
            decoding.Add(megabytes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{megabytes:0.0} MB in {lines.Length} lines, {tokens} tokens; loaded in {loading:0.00} s; the first pass fills caches"));
        Figures.Print("encode, first pass", encoding.Take(1), "MB/s");
        Figures.Print("encode", encoding.Skip(1), "MB/s");
        Figures.Print("decode", decoding.Skip(1), "MB/s");
        return 0;
    }
}
