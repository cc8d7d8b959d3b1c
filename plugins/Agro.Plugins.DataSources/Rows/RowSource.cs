using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>
/// Prompts made of the rows of a file. All rows are read once when the source is made: that checks them, and finds those that belong
/// to one prompt. After that they are read again as prompts are asked for.
/// </summary>
internal abstract class RowSource : IDataSource, IDisposable
{
    private readonly IRowFile _file;
    private readonly PromptReader _prompts;
    private readonly CompletionReader _completions;
    private readonly RowGroups _groups;
    private readonly IReadOnlyList<int>? _kept;
    private readonly Curriculum? _curriculum;

    /// <summary>Opens the rows and checks them.</summary>
    /// <param name="options">What the columns mean.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="open">Opens it; called once the options are known to make sense.</param>
    /// <exception cref="InputException">The rows cannot be read or are not what the options say, or the options exclude each other.</exception>
    protected RowSource(CompletionOptions options, string path, Func<IRowFile> open)
    {
        _completions = new CompletionReader(options);
        _prompts = new PromptReader(options);
        _file = open();
        try
        {
            if (_file.Count <= options.Skip)
            {
                throw new InputException(_file.Count == 0
                    ? $"{path}: empty: {_file.Wanted} is wanted"
                    : $"{path}: skip is {options.Skip}, but there are only {_file.Count} {_file.Noun}s");
            }

            var end = options.Skip + Math.Min(_file.Count - options.Skip, options.Limit ?? int.MaxValue);
            _groups = RowGroups.Of(options.Skip, end, index =>
            {
                var row = _file.Read(index);
                return Read(row, index) is { Completions.IsEmpty: false } prompt && _completions.MayJoin(row) ? prompt : null;
            });
            _kept = options.Filter is { } filter ? Kept(filter, path) : null;
            _curriculum = options.Curriculum is { } curriculum ? new(curriculum, ByDifficulty(curriculum)) : null;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long? Count => _curriculum is null ? Prompts : null;

    private int Prompts => _kept?.Count ?? _groups.Count;

    /// <inheritdoc/>
    public ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (Count is { } count) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        var place = _curriculum?.At(index) ?? (int)index;
        var rows = _groups[_kept?[place] ?? place];
        var prompt = First(rows);
        if (rows.Length == 1) return new(prompt);
        var completions = ImmutableArray.CreateBuilder<GivenCompletion>();
        completions.AddRange(prompt.Completions);
        foreach (var row in rows[1..]) completions.AddRange(_completions.Read(_file.Read(row)));
        return new(prompt with { Completions = completions.ToImmutable() });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private List<int> Kept(FilterOptions options, string path)
    {
        var filter = new PromptFilter(options);
        var kept = Enumerable.Range(0, _groups.Count).Where(group => filter.Keeps(First(_groups[group]))).ToList();
        return kept.Count > 0 ? kept : throw new InputException($"{path}: filter leaves none of {_groups.Count} prompts");
    }

    private List<int> ByDifficulty(CurriculumOptions options)
    {
        // Told of every prompt, even where there is nothing to put in order.
        var difficulties = Enumerable.Range(0, Prompts).Select(place =>
        {
            var rows = _groups[_kept?[place] ?? place];
            return Difficulty.Of(First(rows), options, _file.Read(rows[0]).Place);
        }).ToArray();
        return [.. Enumerable.Range(0, Prompts).OrderBy(place => difficulties[place])];
    }

    private Prompt First(ReadOnlySpan<int> rows) => Read(_file.Read(rows[0]), rows[0]);

    private Prompt Read(DataRow row, int index)
    {
        var completions = _completions.Read(row);
        var leftOut = completions.IsEmpty ? ImmutableHashSet<string>.Empty : _completions.Columns;
        return _prompts.Read(row, _file.NumberOf(index), leftOut) with { Completions = completions };
    }
}
