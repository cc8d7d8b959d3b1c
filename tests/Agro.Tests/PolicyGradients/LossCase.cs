using System.Text.Json;
using static TorchSharp.torch;

namespace Agro.Tests.PolicyGradients;

/// <summary>One line of cases.jsonl: a batch, an algorithm with options, and the loss and gradient that float64 gives.</summary>
internal sealed record LossCase(string Id, string Algorithm, JsonElement Json)
{
    public static IEnumerable<LossCase> ReadAll() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "PolicyGradients", "cases.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(json => new LossCase(json.GetProperty("id").GetString()!, json.GetProperty("algorithm").GetString()!, json));

    public double Loss => Json.GetProperty("loss").GetDouble();

    public Tensor Gradient(ScalarType type) => Padded("gradient", type);

    /// <summary>The batch, with log-probabilities as a leaf.</summary>
    public PolicyBatch Batch(ScalarType type)
    {
        var group = Json.GetProperty("group").EnumerateArray().Select(x => x.GetInt64()).ToArray();
        return new PolicyBatch
        {
            LogProbs = Padded("log_probs", type).requires_grad_(),
            BehaviorLogProbs = Padded("behavior_log_probs", type),
            ReferenceLogProbs = Padded("reference_log_probs", type),
            Mask = Padded("log_probs", type).ne(0).to_type(type),
            Rewards = tensor(Json.GetProperty("rewards").EnumerateArray().Select(x => x.GetDouble()).ToArray(), type),
            Group = tensor(group),
            GroupCount = (int)group.Max() + 1,
        };
    }

    /// <summary>The algorithm, found by its component name, with the case's options under their recipe keys.</summary>
    public IPolicyGradientAlgorithm Create()
    {
        var component = Algorithms.Find(Algorithm.Split('+')[0].Replace('_', '-'));
        var optionsType = Algorithms.OptionsOf(component);
        var options = Activator.CreateInstance(optionsType)!;
        foreach (var option in Json.GetProperty("options").EnumerateObject())
            Set(options, option.Name, option.Value);
        if (Algorithm.EndsWith("+sampling_gradient", StringComparison.Ordinal))
            optionsType.GetProperty("SamplingGradient")!.SetValue(options, true);
        return (IPolicyGradientAlgorithm)Activator.CreateInstance(component, options)!;
    }

    private static void Set(object options, string key, JsonElement value)
    {
        var property = options.GetType().GetProperties()
            .SingleOrDefault(p => p.Name.Equals(key.Replace("_", ""), StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"{options.GetType().Name} has no option {key}");
        property.SetValue(options, property.PropertyType switch
        {
            { IsEnum: true } type => Enum.Parse(type, value.GetString()!.Replace("_", ""), ignoreCase: true),
            var type when type == typeof(bool) => value.GetBoolean(),
            var type when type == typeof(int) => value.GetInt32(),
            _ => value.GetDouble(),
        });
    }

    private Tensor Padded(string name, ScalarType type)
    {
        var rows = Json.GetProperty(name).EnumerateArray()
            .Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray()).ToArray();
        var padded = new double[rows.Length, rows.Max(row => row.Length)];
        foreach (var (b, row) in rows.Index())
            foreach (var (t, value) in row.Index()) padded[b, t] = value;
        return tensor(padded, type);
    }
}
