using System.IO.Compression;
using System.Text.Json;

namespace Agro.Tests.Rewards.Mathematics;

/// <summary>Rows of the public data, or a skipped test.</summary>
internal static class GoldenRows
{
    public static IEnumerable<JsonElement> Of(params string[] parts)
    {
        var path = SharedData.PathOf(["data", .. parts]);
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (reader.ReadLine() is { } line) yield return JsonDocument.Parse(line).RootElement;
    }

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    public static string? TextOrNull(this JsonElement row, string name) => row.GetProperty(name).GetString();

    public static bool Is(this JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
