using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Agro;

/// <summary>All additions of two numbers from 1 to a limit, such as <c>3+4=</c>.</summary>
/// <param name="options">What the recipe says beside <c>use: template-name</c>.</param>
[Component("template-name")]
public sealed class TemplateName(TemplateNameOptions options) : IDataSource
{
    // Null for a source without an end.
    /// <inheritdoc/>
    public long? Count => (long)options.Limit * options.Limit;

    // A pure function of the index: order, epochs and resuming are the host's arithmetic.
    /// <inheritdoc/>
    public ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken)
    {
        var (left, right) = (1 + (index / options.Limit), 1 + (index % options.Limit));
        return new(new Prompt
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{left}+{right}"),
            Text = string.Create(CultureInfo.InvariantCulture, $"{left}+{right}="),
            Answer = (left + right).ToString(CultureInfo.InvariantCulture),
        });
    }
}

/// <summary>Options of template-name; recipes write them in snake_case.</summary>
public sealed record TemplateNameOptions
{
    /// <summary>The largest number.</summary>
    [Range(1, 1_000_000)]
    public int Limit { get; init; } = 99;
}
