namespace Agro.Models;

/// <summary>How a layer's inputs are normalized.</summary>
public enum NormForm
{
    /// <summary>RMSNorm (Zhang and Sennrich, arXiv 1910.07467).</summary>
    Rms,

    /// <summary>RMSNorm whose weights are stored as their distance from 1 (Gemma).</summary>
    RmsAroundOne,

    /// <summary>LayerNorm with weight and bias (Ba et al., arXiv 1607.06450).</summary>
    Layer,
}

/// <summary>The nonlinearity of the feed-forward blocks.</summary>
public enum Activation
{
    /// <summary><c>x sigmoid(x)</c>.</summary>
    Silu,

    /// <summary>GELU by its tanh approximation (Hendrycks and Gimpel, arXiv 1606.08415).</summary>
    GeluTanh,
}

/// <summary>How a layer's queries and keys learn their positions.</summary>
internal enum Rotation
{
    None,

    Global,

    /// <summary>By the frequencies of the layers with a sliding window.</summary>
    Local,
}
