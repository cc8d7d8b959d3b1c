using System.Text.Json.Nodes;

namespace Agro.Tests.Models.Plain;

/// <summary>GPT-2 in plain loops in float64, for one sequence.</summary>
internal sealed class PlainGpt2(JsonObject config, IReadOnlyDictionary<string, double[]> weights) : IPlainModel
{
    private readonly string _prefix = weights.ContainsKey("wte.weight") ? "" : "transformer.";
    private readonly double _epsilon = config["layer_norm_epsilon"]!.GetValue<double>();

    public double[][] Logits(IReadOnlyList<int> ids)
    {
        var d = config["n_embd"]!.GetValue<int>();
        var states = new double[ids.Count][];
        for (var t = 0; t < ids.Count; t++)
            states[t] = PlainMath.Add(Weight("wte.weight")[(ids[t] * d)..((ids[t] + 1) * d)], Weight("wpe.weight")[(t * d)..((t + 1) * d)]);
        for (var layer = 0; layer < config["n_layer"]!.GetValue<int>(); layer++) Layer($"h.{layer}.", states, d);
        return [.. states.Select(state => PlainMath.Linear(Weight("wte.weight"), null, Norm("ln_f", state)))];
    }

    private void Layer(string prefix, double[][] states, int d)
    {
        var heads = config["n_head"]!.GetValue<int>();
        var fused = states.Select(state => Convolution($"{prefix}attn.c_attn", Norm($"{prefix}ln_1", state))).ToArray();
        var attention = new PlainAttention(heads, heads, d / heads, 1 / Math.Sqrt(d / heads), null, null);
        var mixed = attention.Of([.. fused.Select(row => row[..d])], [.. fused.Select(row => row[d..(2 * d)])], [.. fused.Select(row => row[(2 * d)..])]);
        for (var t = 0; t < states.Length; t++)
        {
            states[t] = PlainMath.Add(states[t], Convolution($"{prefix}attn.c_proj", mixed[t]));
            var inner = Convolution($"{prefix}mlp.c_fc", Norm($"{prefix}ln_2", states[t])).Select(PlainMath.GeluTanh).ToArray();
            states[t] = PlainMath.Add(states[t], Convolution($"{prefix}mlp.c_proj", inner));
        }
    }

    private double[] Norm(string name, double[] x) => PlainMath.LayerNorm(x, Weight($"{name}.weight"), Weight($"{name}.bias"), _epsilon);

    private double[] Convolution(string name, double[] x) => PlainMath.Convolution(Weight($"{name}.weight"), Weight($"{name}.bias"), x);

    private double[] Weight(string name) => weights[_prefix + name];
}
