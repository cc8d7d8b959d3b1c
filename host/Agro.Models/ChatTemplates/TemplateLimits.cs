namespace Agro.Models.ChatTemplates;

/// <summary>
/// How much a template may ask for. A template comes with a model, from whoever made it, and must not be able to hang or to fill the
/// memory; real conversations stay orders of magnitude below each limit.
/// </summary>
internal sealed record TemplateLimits
{
    public static readonly TemplateLimits Standard = new();

    /// <summary>The characters of a template.</summary>
    public int Source { get; init; } = 1 << 20;

    /// <summary>The iterations of all loops of one rendering together.</summary>
    public long Iterations { get; init; } = 10_000_000;

    /// <summary>Macros, and recursive loops, that are in each other at a time.</summary>
    public int Calls { get; init; } = 200;

    /// <summary>The characters of the prompt, and of any other text.</summary>
    public int TextLength { get; init; } = 1 << 24;

    /// <summary>The items of a list.</summary>
    public int Items { get; init; } = 1 << 20;

    /// <summary>The numbers of a range, as in Jinja's own sandbox.</summary>
    public int Range { get; init; } = 100_000;

    /// <summary>The bits of a whole number.</summary>
    public int IntegerBits { get; init; } = 1 << 14;

    /// <summary>Everything together: expressions computed, characters written, items touched.</summary>
    public long Work { get; init; } = 200_000_000;
}
