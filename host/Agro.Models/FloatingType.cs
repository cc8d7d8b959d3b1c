using static TorchSharp.torch;

namespace Agro.Models;

/// <summary>How wide floating types are, and which one sums and losses are kept in.</summary>
internal static class FloatingType
{
    /// <summary>Whether a type has 16 bits.</summary>
    public static bool IsNarrow(ScalarType type) => type is ScalarType.BFloat16 or ScalarType.Float16;

    /// <summary>The type for what must not be rounded to a narrow one: float64 beside float64, else float32.</summary>
    public static ScalarType Wide(ScalarType type) => type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
}
