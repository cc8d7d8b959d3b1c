using Agro.Models;
using Agro.Models.Transformer;

namespace Agro.Tests.Models;

/// <summary>The same family written out in plain loops in float64, for one sequence: what the fast paths are held to.</summary>
internal sealed class PlainTransformer(CausalModel model)
{
    private readonly Dictionary<string, double[]> _weights = model.Parameters.ToDictionary(item => item.Key, item => item.Value.ToDoubles());
    private readonly ModelConfig _config = model.Config;

    /// <summary>Logits of every position.</summary>
    public double[][] Logits(IReadOnlyList<int> ids)
    {
        var (d, eps) = (_config.HiddenSize, _config.NormEpsilon);
        var states = ids.Select(id => _weights["model.embed_tokens.weight"][(id * d)..((id + 1) * d)]).ToArray();
        for (var layer = 0; layer < _config.LayerCount; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            var mixed = Attention(prefix, [.. states.Select(state => Norm(state, prefix + "input_layernorm", eps))]);
            for (var t = 0; t < states.Length; t++)
            {
                states[t] = Sum(states[t], mixed[t]);
                var normed = Norm(states[t], prefix + "post_attention_layernorm", eps);
                var gate = Linear(prefix + "mlp.gate_proj", normed);
                var up = Linear(prefix + "mlp.up_proj", normed);
                var inner = gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u).ToArray();
                states[t] = Sum(states[t], Linear(prefix + "mlp.down_proj", inner));
            }
        }
        var head = _config.TiedEmbeddings ? "model.embed_tokens" : "lm_head";
        return [.. states.Select(state => Linear(head, Norm(state, "model.norm", eps)))];
    }

    private double[][] Attention(string prefix, double[][] inputs)
    {
        var (heads, keyHeads, size) = (_config.HeadCount, _config.KeyValueHeadCount, _config.HeadSize);
        var queries = Turned(prefix, "q", inputs, heads);
        var keys = Turned(prefix, "k", inputs, keyHeads);
        var values = inputs.Select(input => Linear(prefix + "self_attn.v_proj", input)).ToArray();
        return [.. inputs.Select((_, t) =>
        {
            var mixed = new double[heads * size];
            for (var h = 0; h < heads; h++)
            {
                var k = h / (heads / keyHeads);
                var weights = Enumerable.Range(0, t + 1)
                    .Select(s => Math.Exp(Enumerable.Range(0, size).Sum(i => queries[t][(h * size) + i] * keys[s][(k * size) + i]) / Math.Sqrt(size))).ToArray();
                for (var s = 0; s <= t; s++)
                    for (var i = 0; i < size; i++) mixed[(h * size) + i] += weights[s] / weights.Sum() * values[s][(k * size) + i];
            }
            return Linear(prefix + "self_attn.o_proj", mixed);
        })];
    }

    private double[][] Turned(string prefix, string name, double[][] inputs, int heads)
    {
        var size = _config.HeadSize;
        return [.. inputs.Select((input, t) =>
        {
            var turned = Linear($"{prefix}self_attn.{name}_proj", input);
            for (var h = 0; h < heads; h++)
            {
                var head = turned[(h * size)..((h + 1) * size)];
                if (_config.QueryKeyNorm) head = Norm(head, $"{prefix}self_attn.{name}_norm", _config.NormEpsilon);
                for (var i = 0; i < size / 2; i++)
                {
                    var angle = t / Math.Pow(_config.RopeTheta, 2.0 * i / size);
                    turned[(h * size) + i] = (head[i] * Math.Cos(angle)) - (head[i + (size / 2)] * Math.Sin(angle));
                    turned[(h * size) + i + (size / 2)] = (head[i + (size / 2)] * Math.Cos(angle)) + (head[i] * Math.Sin(angle));
                }
            }
            return turned;
        })];
    }

    private double[] Linear(string name, double[] input)
    {
        var weight = _weights[$"{name}.weight"];
        var bias = _weights.GetValueOrDefault($"{name}.bias");
        return [.. Enumerable.Range(0, weight.Length / input.Length)
            .Select(o => Enumerable.Range(0, input.Length).Sum(i => weight[(o * input.Length) + i] * input[i]) + (bias?[o] ?? 0))];
    }

    private double[] Norm(double[] input, string name, double epsilon)
    {
        var scale = 1 / Math.Sqrt((input.Sum(value => value * value) / input.Length) + epsilon);
        return [.. input.Zip(_weights[$"{name}.weight"], (value, weight) => value * scale * weight)];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
