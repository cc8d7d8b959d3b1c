using static TorchSharp.torch;

namespace Agro.Models.Weights;

/// <summary>The element types of the format that are supported, by the format's names.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("F64", ScalarType.Float64, 8), ("I64", ScalarType.Int64, 8),
    ];

    public static string Supported => string.Join(", ", Types.Select(type => type.Name));

    public static ScalarType? Find(string name)
    {
        foreach (var type in Types)
            if (type.Name == name) return type.Type;
        return null;
    }

    public static int Size(ScalarType type) => Types.First(known => known.Type == type).Size;

    public static string Name(ScalarType type)
    {
        foreach (var known in Types)
            if (known.Type == type) return known.Name;
        throw new NotSupportedException($"a tensor of {type} cannot be written, only {Supported}");
    }
}
