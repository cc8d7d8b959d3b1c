using System.Globalization;
using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Values as JSON, the way Python's <c>json.dumps</c> writes it for transformers: no escapes for what is not ASCII.</summary>
internal sealed class JsonText
{
    private readonly TextOutput _output;
    private readonly bool _isAscii, _isSorted;
    private readonly string? _indent;
    private readonly string _itemSeparator, _keySeparator;
    private int _depth;

    private JsonText(BoundArguments arguments, Rendering rendering)
    {
        _output = new(rendering);
        _isAscii = Truth.Of(arguments[0]);
        _indent = arguments[1] switch
        {
            null => null,
            string text => text,
            _ => Spaces(arguments.Integer(1), rendering),
        };
        (_itemSeparator, _keySeparator) = arguments[2] switch
        {
            null => (_indent is null ? ", " : ",", ": "),
            SequenceValue { Count: 2 } pair when pair[0] is string item && pair[1] is string key => (item, key),
            _ => throw new TemplateFault("tojson: 'separators' must be a pair of texts"),
        };
        _isSorted = Truth.Of(arguments[3]);
    }

    /// <summary>The filter <c>tojson</c>.</summary>
    public static object? Filter(object? value, Arguments arguments, Rendering rendering)
    {
        var json = new JsonText(arguments.Bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys"), rendering);
        json.Write(value);
        return json._output.ToString();
    }

    private static string Spaces(BigInteger count, Rendering rendering)
    {
        rendering.SpendText((long)BigInteger.Clamp(count, 0, long.MaxValue / 2));
        return new string(' ', Math.Max(0, (int)count));
    }

    private void Write(object? value)
    {
        _output.Rendering.Spend(1);
        switch (value)
        {
            case string text: WriteText(text); break;
            case SafeText safe: WriteText(safe.Text); break;
            case ListValue or TupleValue: WriteParts('[', (SequenceValue)value, Write, ']'); break;
            case MappingValue mapping: WriteParts('{', Entries(mapping), WriteEntry, '}'); break;
            default: _output.Append(Scalar(value) ?? throw new TemplateFault($"tojson: a '{TypeName.Of(value)}' cannot be written as JSON")); break;
        }
    }

    private static string? Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        double number => double.IsFinite(number) ? FloatText.Of(number) : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity",
        _ => null,
    };

    private IEnumerable<KeyValuePair<object?, object?>> Entries(MappingValue mapping) => _isSorted
        ? Ordering.Sort([.. mapping.Entries], entry => entry.Key, false, _output.Rendering)
        : mapping.Entries;

    private void WriteEntry(KeyValuePair<object?, object?> entry)
    {
        WriteText(entry.Key as string ?? Scalar(entry.Key) ?? throw new TemplateFault($"tojson: a '{TypeName.Of(entry.Key)}' cannot be a key in JSON"));
        _output.Append(_keySeparator);
        Write(entry.Value);
    }

    private void WriteParts<T>(char open, IEnumerable<T> parts, Action<T> write, char close)
    {
        Rendering.CheckStack();
        _output.Append(open);
        _depth++;
        var isFirst = true;
        foreach (var part in parts)
        {
            if (!isFirst) _output.Append(_itemSeparator);
            NewLine();
            write(part);
            isFirst = false;
        }

        _depth--;
        if (!isFirst) NewLine();
        _output.Append(close);
    }

    private void NewLine()
    {
        if (_indent is null) return;
        _output.Append('\n');
        for (var i = 0; i < _depth; i++) _output.Append(_indent);
    }

    private void WriteText(string text)
    {
        _output.Append('"');
        foreach (var character in text)
        {
            switch (character)
            {
                case '"': _output.Append("\\\""); break;
                case '\\': _output.Append("\\\\"); break;
                case '\n': _output.Append("\\n"); break;
                case '\r': _output.Append("\\r"); break;
                case '\t': _output.Append("\\t"); break;
                case '\b': _output.Append("\\b"); break;
                case '\f': _output.Append("\\f"); break;
                case < ' ':
                case > '~' when _isAscii:
                    _output.Append(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"));
                    break;
                default: _output.Append(character); break;
            }
        }

        _output.Append('"');
    }
}
