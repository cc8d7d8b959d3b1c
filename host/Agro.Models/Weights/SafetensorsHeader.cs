using System.Collections.Immutable;
using System.Text.Json;

namespace Agro.Models.Weights;

/// <summary>
/// The JSON header of a safetensors file: checked in full before any byte of data is touched, because what it says becomes pointers.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>The format's own limit, which keeps a damaged length from asking for memory.</summary>
    public const long LongestHeader = 100_000_000;

    public static (ImmutableArray<SafetensorsEntry> Entries, ImmutableDictionary<string, string> Metadata) Parse(
        string file, ReadOnlyMemory<byte> header, long dataLength)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException fault)
        {
            throw new InputException($"{file}: the header is not valid JSON: {fault.Message}", fault);
        }
        using (document) return Read(file, document.RootElement, dataLength);
    }

    private static (ImmutableArray<SafetensorsEntry> Entries, ImmutableDictionary<string, string> Metadata) Read(
        string file, JsonElement header, long dataLength)
    {
        try
        {
            if (header.ValueKind != JsonValueKind.Object) throw new InputException($"{file}: the header is not a JSON object");
            var metadata = ImmutableDictionary<string, string>.Empty;
            var entries = new List<SafetensorsEntry>();
            foreach (var property in header.EnumerateObject())
                if (property.NameEquals("__metadata__")) metadata = Metadata(file, property.Value);
                else entries.Add(Entry($"{file}: tensor '{property.Name}'", property));
            CheckCover(file, entries, dataLength);
            return ([.. entries], metadata);
        }
        catch (InvalidOperationException fault)
        {
            throw new InputException($"{file}: a text in the header is not valid Unicode", fault);
        }
    }

    private static ImmutableDictionary<string, string> Metadata(string file, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(item => item.Value.ValueKind != JsonValueKind.String))
            throw new InputException($"{file}: __metadata__ is not an object of texts");
        return value.EnumerateObject().ToImmutableDictionary(item => item.Name, item => item.Value.GetString()!);
    }

    private static SafetensorsEntry Entry(string where, JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Object) throw new InputException($"{where}: expected an object");
        if (!property.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String)
            throw new InputException($"{where}: dtype is missing");
        var type = SafetensorsType.Find(dtype.GetString()!)
            ?? throw new InputException($"{where}: dtype {dtype.GetString()} is not supported, only {SafetensorsType.Supported}");
        var shape = Numbers(where, property.Value, "shape");
        var offsets = Numbers(where, property.Value, "data_offsets");
        if (offsets.Length != 2) throw new InputException($"{where}: data_offsets holds {offsets.Length} numbers, expected 2");
        if (offsets[0] > offsets[1]) throw new InputException($"{where}: data_offsets end ({offsets[1]}) before they begin ({offsets[0]})");
        if (ByteCount(shape, SafetensorsType.Size(type)) != offsets[1] - offsets[0])
            throw new InputException($"{where}: {offsets[1] - offsets[0]} bytes do not hold [{string.Join(", ", shape)}] of {dtype.GetString()}");
        return new(property.Name, type, shape, offsets[0], offsets[1]);
    }

    private static ImmutableArray<long> Numbers(string where, JsonElement tensor, string key)
    {
        if (!tensor.TryGetProperty(key, out var list) || list.ValueKind != JsonValueKind.Array) throw new InputException($"{where}: {key} is missing");
        var numbers = ImmutableArray.CreateBuilder<long>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            numbers.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
                ? number
                : throw new InputException($"{where}: {key} holds {item.GetRawText()}, expected whole numbers of at least 0"));
        return numbers.MoveToImmutable();
    }

    /// <summary>The size of a tensor in bytes, or -1 where it exceeds 64 bits.</summary>
    private static long ByteCount(ImmutableArray<long> shape, int elementSize)
    {
        if (shape.Contains(0)) return 0;
        var count = (Int128)elementSize;
        foreach (var size in shape)
            if ((count *= size) > long.MaxValue) return -1;
        return (long)count;
    }

    /// <summary>The format allows neither holes nor shared bytes: the tensors in the order of their offsets are the data.</summary>
    private static void CheckCover(string file, List<SafetensorsEntry> entries, long dataLength)
    {
        long position = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.End > dataLength)
                throw new InputException($"{file}: tensor '{entry.Name}' ends at byte {entry.End} of {dataLength}: the file is truncated");
            if (entry.Begin < position) throw new InputException($"{file}: tensor '{entry.Name}' overlaps another, at byte {entry.Begin}");
            if (entry.Begin > position) throw new InputException($"{file}: bytes {position} to {entry.Begin} belong to no tensor");
            position = entry.End;
        }
        if (position != dataLength) throw new InputException($"{file}: bytes {position} to {dataLength} belong to no tensor");
    }
}
