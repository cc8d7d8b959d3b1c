using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>
/// Low-rank adapters (LoRA, Hu et al., arXiv 2106.09685), which are trained and saved instead of the whole policy. The reference policy is
/// the same model with adapters off. There is no dropout, and biases have no adapters.
/// </summary>
public sealed record LoraSection
{
    /// <summary>The rank of the adapters (PEFT's r).</summary>
    [Range(1, 65536)]
    public int Rank { get; init; } = 16;

    /// <summary>The weight of the adapters' output, as a multiple of the rank (PEFT's lora_alpha). By default twice the rank.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double? Alpha { get; init; }

    /// <summary>Divides alpha by the root of the rank instead of the rank (PEFT's use_rslora).</summary>
    public bool UseRslora { get; init; }

    /// <summary>
    /// Which projections have adapters: all-linear for all inside the layers, ends of their names such as q_proj, or regular expressions of
    /// whole names such as <c>.*layers\.[0-3]\..*_proj</c>.
    /// </summary>
    public ImmutableArray<string> TargetModules { get; init; } = ["all-linear"];
}
