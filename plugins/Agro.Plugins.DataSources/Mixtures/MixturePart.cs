using System.ComponentModel.DataAnnotations;
using Agro.Plugins.DataSources.Arithmetic;
using Agro.Plugins.DataSources.Countdown;
using Agro.Plugins.DataSources.Csv;
using Agro.Plugins.DataSources.Folders;
using Agro.Plugins.DataSources.Jsonl;
using Agro.Plugins.DataSources.Parquet;
using Agro.Plugins.DataSources.WordProblems;

namespace Agro.Plugins.DataSources.Mixtures;

/// <summary>One of the data sources of a mixture: a weight, and exactly one source with its options.</summary>
internal sealed record MixturePart
{
    /// <summary>Its share of the prompts, relative to the other weights.</summary>
    [Range(0.0, 1e9, MinimumIsExclusive = true)]
    public double Weight { get; init; } = 1;

    /// <summary>What prompts of it have in their field <c>source</c> and before their ids. The source's name when left out.</summary>
    public string? Name { get; init; }

    /// <summary>Whether a source that has an end comes in random orders. On by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>A file of JSON objects.</summary>
    public JsonlOptions? Jsonl { get; init; }

    /// <summary>Parquet files.</summary>
    public ParquetSourceOptions? Parquet { get; init; }

    /// <summary>A file of comma-separated values.</summary>
    public CsvOptions? Csv { get; init; }

    /// <summary>A folder as on the Hugging Face hub.</summary>
    public FolderOptions? Huggingface { get; init; }

    /// <summary>Sums.</summary>
    public ArithmeticOptions? Arithmetic { get; init; }

    /// <summary>Countdown problems.</summary>
    public CountdownOptions? Countdown { get; init; }

    /// <summary>Short stories.</summary>
    public WordProblemOptions? WordProblems { get; init; }

    /// <summary>Opens the source.</summary>
    /// <param name="number">Its place in the mixture, from 1, for messages.</param>
    /// <returns>What it goes by, and the source.</returns>
    /// <exception cref="InputException">There is not exactly one, or it is not what its options say.</exception>
    public (string Name, IDataSource Source) Open(int number)
    {
        (string Name, Func<IDataSource>? Open)[] sources =
        [
            ("jsonl", Jsonl is null ? null : () => new JsonlSource(Jsonl)),
            ("parquet", Parquet is null ? null : () => new ParquetSource(Parquet)),
            ("csv", Csv is null ? null : () => new CsvSource(Csv)),
            ("huggingface", Huggingface is null ? null : () => new FolderSource(Huggingface)),
            ("arithmetic", Arithmetic is null ? null : () => new ArithmeticSource(Arithmetic)),
            ("countdown", Countdown is null ? null : () => new CountdownSource(Countdown)),
            ("word_problems", WordProblems is null ? null : () => new WordProblemSource(WordProblems)),
        ];
        return sources.Where(source => source.Open is not null).ToList() is [var one]
            ? (Name ?? one.Name, one.Open!())
            : throw new InputException($"mixture: sources: number {number} must hold exactly one of: {string.Join(", ", sources.Select(source => source.Name))}");
    }
}
