using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>
/// The element types of the format that are read, by the format's names. Those after I64 are only met beside weights, as masks are, and are
/// never written.
/// </summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("F64", ScalarType.Float64, 8), ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1), ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    public static string Supported => string.Join(", ", Types.Select(type => type.Name));

    public static ScalarType? Find(string name)
    {
        foreach (var type in Types)
            if (type.Name == name) return type.Type;
        return null;
    }

    public static int Size(ScalarType type) => Types.First(known => known.Type == type).Size;

    public static string Name(ScalarType type) => Types.First(known => known.Type == type).Name;

    /// <summary>The name that a <c>config.json</c> has for a type of weights.</summary>
    public static string ConfigName(ScalarType type) => type switch
    {
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float16 => "float16",
        ScalarType.Float64 => "float64",
        _ => "float32",
    };

    public static bool IsFloating(ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64;

    /// <exception cref="NotSupportedException">The type is not written.</exception>
    public static void CheckWritten(ScalarType type)
    {
        if (!IsFloating(type) && type != ScalarType.Int64)
            throw new NotSupportedException($"a tensor of {type} cannot be written, only F32, F16, BF16, F64, I64");
    }
}
