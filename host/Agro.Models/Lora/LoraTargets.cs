using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Agro.Models.Families;

namespace Agro.Models.Lora;

/// <summary>Which projections adapters can be put on, and how people name them, as PEFT's <c>target_modules</c> does.</summary>
public static class LoraTargets
{
    /// <summary>Stands for every projection inside the layers.</summary>
    public const string All = "all-linear";

    private const string Weight = ".weight";

    private static readonly SearchValues<char> PatternMarks = SearchValues.Create("*+?[(|\\^$");

    /// <summary>The projections inside a model's layers, by their names in the Hugging Face model.</summary>
    /// <param name="config">The model's shape.</param>
    /// <returns>The names, in the order of a forward pass.</returns>
    public static ImmutableArray<string> Of(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return [.. Tensors(config, ModelFamilies.Of(config).ModuleLayout).Keys];
    }

    /// <summary>The projections that a target means.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="target"><see cref="All"/>, the end of a module's name such as <c>q_proj</c>, or a regular expression of whole names.</param>
    /// <returns>The names; empty when the model has none such.</returns>
    /// <exception cref="InputException">It is a malformed regular expression.</exception>
    public static ImmutableArray<string> Matching(ModelConfig config, string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var all = Of(config);
        if (target == All) return all;
        if (!target.AsSpan().ContainsAny(PatternMarks)) return [.. all.Where(name => name == target || name.EndsWith($".{target}", StringComparison.Ordinal))];
        try
        {
            var pattern = new Regex($"^(?:{target})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return [.. all.Where(name => pattern.IsMatch(name))];
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new InputException($"'{target}' is not a pattern of module names: {exception.Message}", exception);
        }
    }

    /// <summary>The shortest list of targets that means these projections: ends of names where all with that end are meant.</summary>
    internal static IEnumerable<string> Shortest(ModelConfig config, IReadOnlyCollection<string> modules)
    {
        var meant = modules.ToHashSet(StringComparer.Ordinal);
        return Of(config).GroupBy(End).SelectMany(group => group.All(meant.Contains) ? [group.Key] : group.Where(meant.Contains));
    }

    /// <summary>The tensors of the projections inside the layers, by the names of their modules.</summary>
    internal static OrderedDictionary<string, StoredTensor> Tensors(ModelConfig config, WeightLayout layout) => new(layout.Of(config)
        .Where(tensor => tensor.Parts.All(part => part.Name.EndsWith($"_proj{Weight}", StringComparison.Ordinal)))
        .Select(tensor => KeyValuePair.Create(tensor.Name[..^Weight.Length], tensor)));

    private static string End(string name) => name[(name.LastIndexOf('.') + 1)..];
}
