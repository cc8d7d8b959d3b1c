using System.Globalization;
using System.Numerics;

namespace Agro.Models.ChatTemplates.Values;

/// <summary>The arguments of a call.</summary>
/// <param name="Positional">Those without a name.</param>
/// <param name="Named">Those with one, in order.</param>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyList<KeyValuePair<string, object?>> Named)
{
    public static readonly Arguments None = new([], []);

    /// <summary>The same arguments without the first positional ones.</summary>
    public Arguments Skip(int count) => this with { Positional = [.. Positional.Skip(count)] };

    /// <summary>Gives each argument to its parameter.</summary>
    /// <param name="function">The function's name, for faults.</param>
    /// <param name="required">How many parameters must be given: the first ones.</param>
    /// <param name="parameters">The parameters in order.</param>
    public BoundArguments Bind(string function, int required, params ReadOnlySpan<string> parameters)
    {
        if (Positional.Count > parameters.Length)
            throw new TemplateFault(Invariant($"{function}() takes at most {parameters.Length} arguments, {Positional.Count} were given"));
        var values = new object?[parameters.Length];
        Array.Fill(values, BoundArguments.Absent);
        for (var i = 0; i < Positional.Count; i++) values[i] = Positional[i];
        foreach (var (name, value) in Named)
        {
            var i = parameters.IndexOf(name);
            if (i < 0) throw new TemplateFault($"{function}() has no argument '{name}'; it takes: {string.Join(", ", parameters.ToArray())}");
            if (!ReferenceEquals(values[i], BoundArguments.Absent)) throw new TemplateFault($"{function}() was given '{name}' twice");
            values[i] = value;
        }

        for (var i = 0; i < required; i++)
            if (ReferenceEquals(values[i], BoundArguments.Absent)) throw new TemplateFault($"{function}() needs the argument '{parameters[i]}'");
        return new(function, parameters.ToArray(), values);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Arguments, each at its parameter.</summary>
/// <param name="function">The function's name, for faults.</param>
/// <param name="parameters">The parameters' names.</param>
/// <param name="values">Their values; <see cref="Absent"/> where none was given.</param>
internal sealed class BoundArguments(string function, string[] parameters, object?[] values)
{
    public static readonly object Absent = new();

    public object? this[int index] => Has(index) ? values[index] : null;

    public bool Has(int index) => !ReferenceEquals(values[index], Absent);

    public object? Or(int index, object? otherwise) => Has(index) ? values[index] : otherwise;

    public string Text(int index, string otherwise = "") => !Has(index) ? otherwise : TextOrNull(index) ?? throw Wrong(index, "a text");

    /// <summary>A text; null where none or JSON's null was given.</summary>
    public string? TextOrNull(int index) => this[index] switch
    {
        null => null,
        string text => text,
        SafeText safe => safe.Text,
        _ => throw Wrong(index, "a text"),
    };

    public BigInteger Integer(int index, BigInteger otherwise = default) => !Has(index) ? otherwise : values[index] switch
    {
        BigInteger number => number,
        bool flag => flag ? 1 : 0,
        _ => throw Wrong(index, "a whole number"),
    };

    /// <summary>A whole number or boolean as one; false where none was given.</summary>
    public bool Flag(int index) => !Integer(index).IsZero;

    /// <summary>A whole number brought into the range of an <see cref="int"/>.</summary>
    public int Int32(int index, int otherwise = 0) => (int)BigInteger.Clamp(Integer(index, otherwise), int.MinValue, int.MaxValue);

    private TemplateFault Wrong(int index, string wanted) =>
        values[index] is UndefinedValue undefined
            ? undefined.Fault()
            : new($"{function}(): '{parameters[index]}' must be {wanted}, found a '{TypeName.Of(values[index])}'");
}
