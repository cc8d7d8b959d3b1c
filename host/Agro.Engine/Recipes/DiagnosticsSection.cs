using System.ComponentModel.DataAnnotations;

namespace Agro.Engine.Recipes;

/// <summary>What is measured besides what the algorithm needs. It never changes what is trained.</summary>
public sealed record DiagnosticsSection
{
    /// <summary>
    /// Measures the KL to the reference policy, and the group variance of the regularized reward (AGRO's loss), for algorithms that need
    /// no reference policy too. It costs the memory of a frozen copy and one forward pass a step.
    /// </summary>
    public bool Reference { get; init; } = true;

    /// <summary>The KL coefficient of that regularized reward. By default the algorithm's beta where the recipe gives one, else 0.05.</summary>
    [Range(0, double.MaxValue)]
    public double? Beta { get; init; }
}
