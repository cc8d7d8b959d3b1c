using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Agro.Models.Transformer;

namespace Agro.Models.Families;

/// <summary>GPT-2's tensors: queries, keys and values are one, and every projection is stored as <c>[in, out]</c>.</summary>
/// <param name="prefix">What every name but the head's begins with; early files have nothing there.</param>
internal sealed partial class Gpt2Layout(string prefix) : WeightLayout
{
    private static readonly (string Stored, string[] Parts)[] Blocks =
    [
        ("ln_1", ["input_layernorm"]),
        ("attn.c_attn", ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]),
        ("attn.c_proj", ["self_attn.o_proj"]),
        ("ln_2", ["post_attention_layernorm"]),
        ("mlp.c_fc", ["mlp.up_proj"]),
        ("mlp.c_proj", ["mlp.down_proj"]),
    ];

    public override IEnumerable<StoredTensor> Of(ModelConfig config)
    {
        var parameters = ParameterShapes.Of(config).ToDictionary(parameter => parameter.Name);
        yield return Plain($"{prefix}wte.weight", parameters[ParameterShapes.Embedding]);
        yield return Plain($"{prefix}wpe.weight", parameters[ParameterShapes.Positions]);
        for (var layer = 0; layer < config.LayerCount; layer++)
            foreach (var (stored, parts) in Blocks)
                foreach (var kind in (string[])["weight", "bias"])
                    yield return Joined(
                        string.Create(CultureInfo.InvariantCulture, $"{prefix}h.{layer}.{stored}.{kind}"),
                        [.. parts.Select(part => parameters[string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.{part}.{kind}")])]);
        yield return Plain($"{prefix}ln_f.weight", parameters[ParameterShapes.FinalNorm]);
        yield return Plain($"{prefix}ln_f.bias", parameters[ParameterShapes.FinalNormBias]);
        if (!config.TiedEmbeddings) yield return Plain(ParameterShapes.Head, parameters[ParameterShapes.Head]);
    }

    public override bool IsRedundant(ModelConfig config, string name) =>
        (config.TiedEmbeddings && name == ParameterShapes.Head) || (name.StartsWith(prefix, StringComparison.Ordinal) && Mask().IsMatch(name[prefix.Length..]));

    private static StoredTensor Joined(string name, ImmutableArray<ParameterShape> parts)
    {
        var outputs = parts.Sum(part => part.Shape[0]);
        return parts[0].Shape is [_, var inputs] ? new(name, [inputs, outputs], parts, true) : new(name, [outputs], parts, false);
    }

    /// <summary>The causal mask, which old files hold.</summary>
    [GeneratedRegex(@"^h\.\d+\.attn\.(bias|masked_bias)$")]
    private static partial Regex Mask();
}
