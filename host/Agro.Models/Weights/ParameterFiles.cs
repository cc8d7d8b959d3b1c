using Agro.Models.Families;
using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>Takes a model's parameters out of its family's tensors, and puts them back.</summary>
internal static class ParameterFiles
{
    private const int MostNamed = 12;

    /// <summary>The layout that files have: that whose embedding they hold, else the family's first.</summary>
    public static WeightLayout LayoutOf(ModelConfig config, ModelWeights weights)
    {
        var layouts = ModelFamilies.Of(config).Layouts;
        return layouts.FirstOrDefault(layout => weights.Find(layout.Of(config with { LayerCount = 0 }).First().Name) is not null) ?? layouts[0];
    }

    /// <summary>Compares what a config calls for with what files hold; throws one exception that lists every difference.</summary>
    public static void Check(ModelConfig config, ModelWeights weights)
    {
        var faults = new List<string>();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        var layout = LayoutOf(config, weights);
        foreach (var (name, shape, _, _) in layout.Of(config))
        {
            expected.Add(name);
            if (weights.Find(name) is not { } entry) faults.Add($"missing {name} [{string.Join(", ", shape)}]");
            else if (!entry.Shape.SequenceEqual(shape))
                faults.Add($"{name} is [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", shape)}]");
            else if (!SafetensorsType.IsFloating(entry.Type)) faults.Add($"{name} holds whole numbers");
        }

        foreach (var name in weights.Names.Order(StringComparer.Ordinal))
            if (!expected.Contains(name) && !layout.IsRedundant(config, name) && !layout.IsCarried(name)) faults.Add($"unexpected {name}");
        if (faults.Count == 0) return;
        var more = faults.Count > MostNamed ? $"; and {faults.Count - MostNamed} more" : "";
        throw new InputException($"{weights.Source}: the tensors do not fit config.json: {string.Join("; ", faults.Take(MostNamed))}{more}");
    }

    /// <summary>Overwrites parameters by what checked files hold.</summary>
    public static void Read(ModelConfig config, ModelWeights weights, IReadOnlyDictionary<string, Tensor> parameters)
    {
        using var _ = no_grad();
        foreach (var stored in LayoutOf(config, weights).Of(config))
        {
            if (stored.IsPlain)
            {
                weights.Read(stored.Name, parameters[stored.Parts[0].Name]);
                continue;
            }

            using var scope = NewDisposeScope();
            var whole = weights.Read(stored.Name);
            if (stored.Transposed) whole = whole.t();
            long start = 0;
            foreach (var part in stored.Parts)
            {
                parameters[part.Name].copy_(whole.narrow(0, start, part.Shape[0]));
                start += part.Shape[0];
            }
        }
    }

    /// <summary>The tensors of a layout, to be written in a type.</summary>
    public static IEnumerable<TensorSource> ToWrite(
        ModelConfig config, WeightLayout layout, IReadOnlyDictionary<string, Tensor> parameters, ScalarType type) =>
        layout.Of(config).Select(stored => new TensorSource(stored.Name, type, stored.Shape, () => Joined(stored, parameters)));

    private static Tensor Joined(StoredTensor stored, IReadOnlyDictionary<string, Tensor> parameters)
    {
        if (stored.IsPlain) return parameters[stored.Parts[0].Name];
        var whole = cat([.. stored.Parts.Select(part => parameters[part.Name])], 0);
        return stored.Transposed ? whole.t() : whole;
    }
}
