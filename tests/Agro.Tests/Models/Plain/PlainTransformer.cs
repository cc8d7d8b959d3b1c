using System.Text.Json.Nodes;

namespace Agro.Tests.Models.Plain;

/// <summary>Logits of every position of a sequence, computed in the plainest way: what the fast paths are held to.</summary>
internal interface IPlainModel
{
    /// <summary>Logits of every position.</summary>
    double[][] Logits(IReadOnlyList<int> ids);
}

/// <summary>
/// Llama and what descends from it in plain loops in float64, by the words of its <c>config.json</c> and the names of its published
/// tensors. It shares nothing with what it checks.
/// </summary>
internal sealed class PlainTransformer : IPlainModel
{
    private readonly PlainConfig _config;
    private readonly IReadOnlyDictionary<string, double[]> _weights;
    private readonly string _prefix;

    private PlainTransformer(JsonObject config, IReadOnlyDictionary<string, double[]> weights)
    {
        (_config, _weights) = (new(config), weights);
        _prefix = new[] { "model.", "language_model.model.", "model.language_model." }.First(prefix => weights.ContainsKey($"{prefix}embed_tokens.weight"));
    }

    public static IPlainModel Of(JsonObject config, IReadOnlyDictionary<string, double[]> weights) =>
        config["model_type"]!.GetValue<string>() == "gpt2" ? new PlainGpt2(config, weights) : new PlainTransformer(config, weights);

    public double[][] Logits(IReadOnlyList<int> ids)
    {
        var d = _config.Count("hidden_size");
        var embedding = Weight("embed_tokens.weight")!;
        var states = ids.Select(id => embedding[(id * d)..((id + 1) * d)].Select(value => value * _config.EmbeddingScale).ToArray()).ToArray();
        for (var layer = 0; layer < _config.Count("num_hidden_layers"); layer++) Layer(layer, states);
        var head = _config.Flag("tie_word_embeddings") ? embedding : _weights["lm_head.weight"];
        return [.. states.Select(state => PlainMath.Linear(head, null, Norm("norm", state))
            .Select(logit => PlainMath.SoftCap(logit, _config.Number("final_logit_softcapping"))).ToArray())];
    }

    private void Layer(int layer, double[][] states)
    {
        var prefix = $"layers.{layer}.";
        var normed = states.Select(state => Norm($"{prefix}input_layernorm", state)).ToArray();
        var mixed = _config.Attention(layer).Of(Heads(layer, "q", normed), Heads(layer, "k", normed), Heads(layer, "v", normed));
        for (var t = 0; t < states.Length; t++)
        {
            var attended = Linear($"{prefix}self_attn.o_proj", mixed[t]);
            if (_config.IsGemma)
            {
                states[t] = PlainMath.Add(states[t], Norm($"{prefix}post_attention_layernorm", attended));
                var fed = FeedForward(prefix, Norm($"{prefix}pre_feedforward_layernorm", states[t]));
                states[t] = PlainMath.Add(states[t], Norm($"{prefix}post_feedforward_layernorm", fed));
            }
            else
            {
                states[t] = PlainMath.Add(states[t], attended);
                states[t] = PlainMath.Add(states[t], FeedForward(prefix, Norm($"{prefix}post_attention_layernorm", states[t])));
            }
        }
    }

    private double[] FeedForward(string prefix, double[] x)
    {
        var (gate, up) = (Linear($"{prefix}mlp.gate_proj", x), Linear($"{prefix}mlp.up_proj", x));
        for (var i = 0; i < up.Length; i++) up[i] *= _config.IsGemma ? PlainMath.GeluTanh(gate[i]) : PlainMath.Silu(gate[i]);
        return Linear($"{prefix}mlp.down_proj", up);
    }

    private double[][] Heads(int layer, string kind, double[][] inputs)
    {
        var (size, rope) = (_config.HeadSize, kind == "v" ? null : _config.Rope(layer));
        var norm = Weight($"layers.{layer}.self_attn.{kind}_norm.weight");
        var heads = inputs.Select(input => Linear($"layers.{layer}.self_attn.{kind}_proj", input)).ToArray();
        for (var t = 0; t < heads.Length; t++)
            for (var start = 0; start < heads[t].Length; start += size)
            {
                var head = heads[t][start..(start + size)];
                if (norm is not null) head = PlainMath.RmsNorm(head, norm, _config.NormOffset, _config.Epsilon);
                if (rope is not null) head = rope.Of(head, t);
                head.CopyTo(heads[t], start);
            }

        return heads;
    }

    private double[] Norm(string name, double[] x) => PlainMath.RmsNorm(x, Weight($"{name}.weight")!, _config.NormOffset, _config.Epsilon);

    private double[] Linear(string name, double[] x) => PlainMath.Linear(Weight($"{name}.weight")!, Weight($"{name}.bias"), x);

    private double[]? Weight(string name) => _weights.GetValueOrDefault(_prefix + name);
}
