using System.Globalization;
using System.Text.Json;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>A value of a row, or a part of one, that can tell where it is.</summary>
/// <param name="Place">The file and the row.</param>
/// <param name="Name">The column, and the way to the part, such as <c>completions[2].tokens</c>.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Cell(string Place, string Name, JsonElement Value)
{
    /// <summary>What it is, for messages.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String when value.GetRawText() is { Length: <= 22 } text => $"the text {text}",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => string.Create(CultureInfo.InvariantCulture, $"the number {value.GetRawText()}"),
        _ => value.GetRawText(),
    };

    /// <summary>Whether it is a list.</summary>
    public bool IsList => Value.ValueKind == JsonValueKind.Array;

    /// <summary>Whether it is a text.</summary>
    public bool IsText => Value.ValueKind == JsonValueKind.String;

    /// <summary>Whether it may be what someone answered: a text or a conversation.</summary>
    public bool IsAnswer => IsText || IsConversation;

    /// <summary>Whether there is nothing.</summary>
    public bool IsNull => Value.ValueKind == JsonValueKind.Null;

    /// <summary>Whether it is true or false.</summary>
    public bool IsBoolean => Value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is a conversation: a list that begins with an object that has a role.</summary>
    public bool IsConversation => IsList && Value.GetArrayLength() > 0 && At(0).Member("role") is not null;

    /// <summary>A fault of it.</summary>
    /// <param name="what">What is wrong.</param>
    public InputException Fault(string what) => new($"{Place}: '{Name}' {what}");

    /// <summary>A fault of its kind.</summary>
    /// <param name="wanted">What is allowed.</param>
    public InputException Unlike(string wanted) => Fault($"must be {wanted}, found {Describe(Value)}");

    /// <summary>An item of a list.</summary>
    /// <param name="index">Its place, from 0.</param>
    public Cell At(int index) => new(Place, string.Create(CultureInfo.InvariantCulture, $"{Name}[{index}]"), Value[index]);

    /// <summary>A member of an object; null when it is absent or null, or this is no object.</summary>
    /// <param name="name">Its name.</param>
    public Cell? Member(string name) =>
        IsObject && Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new Cell(Place, $"{Name}.{name}", member)
            : null;

    /// <summary>Strings as they are, numbers and booleans as written, lists and objects as JSON.</summary>
    /// <exception cref="InputException">It is not valid Unicode text.</exception>
    public string AsWritten()
    {
        try
        {
            return IsText ? Value.GetString()! : Value.GetRawText();
        }
        catch (InvalidOperationException exception)
        {
            throw new InputException($"{Place}: '{Name}' is not valid Unicode text", exception);
        }
    }

    /// <summary>A number.</summary>
    /// <exception cref="InputException">It is none, or too large to be finite.</exception>
    public double Number() =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Unlike("a finite number");

    /// <summary>True or false.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public bool Boolean() => IsBoolean ? Value.GetBoolean() : throw Unlike("true or false");
}
