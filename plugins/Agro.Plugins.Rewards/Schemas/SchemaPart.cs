using System.Text.Json;
using Agro.Plugins.Rewards.Answers;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>A keyword of a schema, while it is read.</summary>
/// <param name="Schema">The whole schema.</param>
/// <param name="Pointer">Where the keyword is.</param>
/// <param name="Siblings">The object that it is in.</param>
/// <param name="Value">What stands behind it.</param>
internal sealed record SchemaPart(JsonSchema Schema, string Pointer, JsonElement Siblings, JsonElement Value)
{
    /// <summary>A fault of the keyword.</summary>
    /// <param name="what">What is wrong.</param>
    public InputException Fault(string what) => Schema.Fault(Pointer, what);

    /// <summary>The value as a schema.</summary>
    public Check AsSchema() => Schema.Of(Pointer, Value);

    /// <summary>The value as a list of schemas, at least one.</summary>
    public IReadOnlyList<Check> AsSchemas() =>
        [.. AsList(atLeast: 1).Select((item, i) => Schema.Of($"{Pointer}/{i}", item))];

    /// <summary>The value as schemas by name.</summary>
    public IReadOnlyDictionary<string, Check> AsNamedSchemas() => AsObject()
        .ToDictionary(member => member.Name, member => Schema.Of($"{Pointer}/{member.Name}", member.Value), StringComparer.Ordinal);

    /// <summary>Another keyword of the same schema; null when it is not there.</summary>
    /// <param name="keyword">The keyword.</param>
    public SchemaPart? Sibling(string keyword) => Siblings.TryGetProperty(keyword, out var value)
        ? this with { Pointer = $"{Pointer[..Pointer.LastIndexOf('/')]}/{keyword}", Value = value }
        : null;

    /// <summary>The members of an object.</summary>
    public IReadOnlyList<JsonProperty> AsObject() =>
        Value.ValueKind == JsonValueKind.Object ? [.. Value.EnumerateObject()] : throw Fault("must be an object");

    /// <summary>The items of a list.</summary>
    /// <param name="atLeast">How many there must be.</param>
    public IReadOnlyList<JsonElement> AsList(int atLeast = 0) => Value.ValueKind == JsonValueKind.Array && Value.GetArrayLength() >= atLeast
        ? [.. Value.EnumerateArray()]
        : throw Fault(atLeast == 0 ? "must be a list" : "must be a list that is not empty");

    /// <summary>A text.</summary>
    public string AsText() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Fault("must be a text");

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> AsTexts() =>
        [.. AsList().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Fault("must be a list of texts"))];

    /// <summary>True or false.</summary>
    public bool AsBoolean() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Fault("must be true or false");

    /// <summary>A whole number that counts something.</summary>
    public int AsCount() => AsNumber() is { Denominator.IsOne: true, Numerator.Sign: >= 0 } number && number.Numerator <= int.MaxValue
        ? (int)number.Numerator
        : throw Fault("must be a whole number, 0 or more");

    /// <summary>A number.</summary>
    public ExactNumber AsNumber() => NumberOf(Value) ?? throw Fault("must be a number");

    /// <summary>The number that a value is, without rounding; null for other values, and for numbers of hundreds of digits.</summary>
    /// <param name="value">The value.</param>
    public static ExactNumber? NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.Number ? ExactNumber.Parse(value.GetRawText()) : null;
}
