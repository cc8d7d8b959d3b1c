using System.Globalization;
using Agro;

/// <summary>Appends the metrics of each step to a file of lines <c>step,metric,value</c>.</summary>
/// <param name="options">What the recipe says beside <c>use: template-name</c>.</param>
[Component("template-name")]
public sealed class TemplateName(TemplateNameOptions options) : ITracker
{
    private StreamWriter? _file;

    // What is thrown here is told, and training goes on without the tracker.
    /// <inheritdoc/>
    public async ValueTask LogMetricsAsync(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        _file ??= new StreamWriter(options.Path, append: true);
        foreach (var (name, value) in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
            await _file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{step},{name},{value}"));
        await _file.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
    }
}

/// <summary>Options of template-name; recipes write them in snake_case.</summary>
public sealed record TemplateNameOptions
{
    /// <summary>The file.</summary>
    [PathOption(MustExist = false)]
    public required string Path { get; init; }
}
