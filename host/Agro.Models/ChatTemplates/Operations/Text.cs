using System.Globalization;
using System.Numerics;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Operations;

/// <summary>Values as text, as Python's <c>str</c> and <c>repr</c> write them.</summary>
internal static class Text
{
    /// <summary>What printing a value gives.</summary>
    public static string Of(object? value, Rendering rendering) => value switch
    {
        string text => text,
        SafeText safe => safe.Text,
        UndefinedValue => "",
        _ => Quoted(value, rendering),
    };

    /// <summary>How a value looks inside a list.</summary>
    public static string Quoted(object? value, Rendering rendering)
    {
        var output = new TextOutput(rendering);
        Write(value, output);
        return output.ToString();
    }

    private static void Write(object? value, TextOutput output)
    {
        output.Rendering.Spend(1);
        switch (value)
        {
            case null: output.Append("None"); break;
            case bool flag: output.Append(flag ? "True" : "False"); break;
            case BigInteger number: output.Append(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: output.Append(FloatText.Of(number)); break;
            case string text: WriteQuoted(text, output); break;
            case SafeText safe: WriteCall("Markup", () => WriteQuoted(safe.Text, output), output); break;
            case UndefinedValue: output.Append("Undefined"); break;
            case ListValue list: WriteItems('[', list, ']', output); break;
            case RangeValue range: output.Append(range.ToString()); break;
            case TupleValue { Count: 1 } tuple: WriteItems('(', tuple, ')', output, ","); break;
            case TupleValue tuple: WriteItems('(', tuple, ')', output); break;
            case MappingValue mapping: WriteEntries(mapping, output); break;
            case MappingView view: WriteCall(TypeName.Of(view), () => WriteItems('[', view.Items, ']', output), output); break;
            default: throw new TemplateFault($"a '{TypeName.Of(value)}' cannot be printed");
        }
    }

    private static void WriteCall(string name, Action write, TextOutput output)
    {
        output.Append(name).Append('(');
        write();
        output.Append(')');
    }

    private static void WriteItems(char open, IEnumerable<object?> items, char close, TextOutput output, string tail = "")
    {
        Rendering.CheckStack();
        output.Append(open);
        var separator = "";
        foreach (var item in items)
        {
            output.Append(separator);
            Write(item, output);
            separator = ", ";
        }

        output.Append(tail).Append(close);
    }

    private static void WriteEntries(MappingValue mapping, TextOutput output)
    {
        Rendering.CheckStack();
        output.Append('{');
        var separator = "";
        foreach (var (key, value) in mapping.Entries)
        {
            output.Append(separator);
            Write(key, output);
            output.Append(": ");
            Write(value, output);
            separator = ", ";
        }

        output.Append('}');
    }

    private static void WriteQuoted(string text, TextOutput output)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        output.Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var length = CodePoints.LengthAt(text, i);
            if (text[i] is '\\' || text[i] == quote) output.Append('\\').Append(text[i]);
            else if (CodePoints.IsPrintable(text, i)) output.Append(text.AsSpan(i, length));
            else output.Append(Escape(length == 2 ? char.ConvertToUtf32(text, i) : text[i]));
            i += length - 1;
        }

        output.Append(quote);
    }

    private static string Escape(int codePoint) => codePoint switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{codePoint:x2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{codePoint:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{codePoint:x8}"),
    };
}
