using System.Collections.Frozen;
using System.Globalization;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>What a method of a text does.</summary>
internal delegate object? TextMethod(string text, Arguments arguments, Rendering rendering);

/// <summary>The methods of Python's <c>str</c>.</summary>
internal static class TextMethods
{
    private static readonly FrozenSet<string> Unsupported = FrozenSet.Create(
        StringComparer.Ordinal, "encode", "expandtabs", "format_map", "maketrans", "translate", "isidentifier", "istitle");

    private static readonly FrozenDictionary<string, TextMethod> All = new Dictionary<string, TextMethod>
    {
        ["strip"] = (text, arguments, _) => Trimming.Strip(text, arguments.Bind("strip", 0, "chars").TextOrNull(0), true, true),
        ["lstrip"] = (text, arguments, _) => Trimming.Strip(text, arguments.Bind("lstrip", 0, "chars").TextOrNull(0), true, false),
        ["rstrip"] = (text, arguments, _) => Trimming.Strip(text, arguments.Bind("rstrip", 0, "chars").TextOrNull(0), false, true),
        ["removeprefix"] = (text, arguments, _) => Trimming.RemovePrefix(text, arguments.Bind("removeprefix", 1, "prefix").Text(0)),
        ["removesuffix"] = (text, arguments, _) => Trimming.RemoveSuffix(text, arguments.Bind("removesuffix", 1, "suffix").Text(0)),
        ["split"] = (text, arguments, rendering) => Splitting.Split(text, arguments, rendering, fromRight: false),
        ["rsplit"] = (text, arguments, rendering) => Splitting.Split(text, arguments, rendering, fromRight: true),
        ["splitlines"] = (text, arguments, rendering) =>
            Splitting.ToList(Splitting.Lines(text, Truth.Of(arguments.Bind("splitlines", 0, "keepends")[0])), rendering),
        ["partition"] = (text, arguments, _) => Splitting.Partition(text, arguments.Bind("partition", 1, "sep").Text(0), fromRight: false),
        ["rpartition"] = (text, arguments, _) => Splitting.Partition(text, arguments.Bind("rpartition", 1, "sep").Text(0), fromRight: true),
        ["startswith"] = (text, arguments, rendering) => Searching.HasEdge(text, arguments, rendering, atStart: true),
        ["endswith"] = (text, arguments, rendering) => Searching.HasEdge(text, arguments, rendering, atStart: false),
        ["find"] = (text, arguments, _) => Searching.Find("find", text, arguments, fromRight: false),
        ["rfind"] = (text, arguments, _) => Searching.Find("rfind", text, arguments, fromRight: true),
        ["index"] = (text, arguments, _) => Searching.Index("index", text, arguments, fromRight: false),
        ["rindex"] = (text, arguments, _) => Searching.Index("rindex", text, arguments, fromRight: true),
        ["count"] = (text, arguments, _) => Searching.Count(text, arguments),
        ["replace"] = (text, arguments, rendering) =>
        {
            var bound = arguments.Bind("replace", 2, "old", "new", "count");
            return Searching.Replace(text, bound.Text(0), bound.Text(1), bound.Int32(2, -1), rendering);
        },
        ["upper"] = (text, arguments, _) => Casing.Upper(Alone(text, arguments, "upper")),
        ["lower"] = (text, arguments, _) => Casing.Lower(Alone(text, arguments, "lower")),
        ["casefold"] = (text, arguments, _) => Casing.Fold(Alone(text, arguments, "casefold")),
        ["title"] = (text, arguments, _) => Casing.Title(Alone(text, arguments, "title")),
        ["capitalize"] = (text, arguments, _) => Casing.Capitalize(Alone(text, arguments, "capitalize")),
        ["swapcase"] = (text, arguments, _) => Casing.Swap(Alone(text, arguments, "swapcase")),
        ["isupper"] = (text, arguments, _) => Casing.Is(Alone(text, arguments, "isupper"), upper: true),
        ["islower"] = (text, arguments, _) => Casing.Is(Alone(text, arguments, "islower"), upper: false),
        ["isspace"] = (text, arguments, _) => Each(text, arguments, "isspace", (s, i) => CodePoints.IsSpace(s[i])),
        ["isdigit"] = (text, arguments, _) => Each(text, arguments, "isdigit", (s, i) => CharUnicodeInfo.GetDigitValue(s, i) >= 0),
        ["isdecimal"] = (text, arguments, _) => Each(text, arguments, "isdecimal", (s, i) => CharUnicodeInfo.GetDecimalDigitValue(s, i) >= 0),
        ["isnumeric"] = (text, arguments, _) => Each(text, arguments, "isnumeric", (s, i) => CharUnicodeInfo.GetNumericValue(s, i) != -1),
        ["isalpha"] = (text, arguments, _) => Each(text, arguments, "isalpha", char.IsLetter),
        ["isalnum"] = (text, arguments, _) => Each(text, arguments, "isalnum", IsAlphanumeric),
        ["isprintable"] = (text, arguments, _) => text.Length == 0 ? true : Each(text, arguments, "isprintable", CodePoints.IsPrintable),
        ["isascii"] = (text, arguments, _) => Alone(text, arguments, "isascii").All(char.IsAscii),
        ["join"] = (text, arguments, rendering) => Join(text, arguments.Bind("join", 1, "iterable")[0], rendering),
        ["zfill"] = (text, arguments, rendering) => Padding.FillZeros(text, arguments.Bind("zfill", 1, "width").Integer(0), rendering),
        ["center"] = (text, arguments, rendering) => Padding.Of("center", text, arguments, rendering),
        ["ljust"] = (text, arguments, rendering) => Padding.Of("ljust", text, arguments, rendering),
        ["rjust"] = (text, arguments, rendering) => Padding.Of("rjust", text, arguments, rendering),
        ["format"] = BraceFormat.Apply,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Finds a method of a text; null when there is none.</summary>
    public static FunctionValue? Find(string text, string name)
    {
        if (Unsupported.Contains(name)) throw Methods.Unsupported(text, name);
        return All.TryGetValue(name, out var method) ? new FunctionValue((arguments, rendering) => Run(method, text, arguments, rendering)) : null;
    }

    public static bool IsAlphanumeric(string text, int index) => char.IsLetter(text, index) || CharUnicodeInfo.GetNumericValue(text, index) != -1;

    private static object? Run(TextMethod method, string text, Arguments arguments, Rendering rendering)
    {
        rendering.Spend(1 + text.Length / 8);
        var result = method(text, arguments, rendering);
        if (result is string made) rendering.SpendText(made.Length);
        return result;
    }

    private static string Join(string separator, object? items, Rendering rendering)
    {
        var output = new TextOutput(rendering);
        var first = true;
        foreach (var item in Iteration.Of(items, rendering))
        {
            if (!first) output.Append(separator);
            output.Append(item as string ?? throw new TemplateFault($"join() takes texts, found a '{TypeName.Of(item)}'"));
            first = false;
        }

        return output.ToString();
    }

    private static string Alone(string text, Arguments arguments, string name)
    {
        arguments.Bind(name, 0);
        return text;
    }

    private static object Each(string text, Arguments arguments, string name, Func<string, int, bool> holds)
    {
        arguments.Bind(name, 0);
        for (var i = 0; i < text.Length; i += CodePoints.LengthAt(text, i))
            if (!holds(text, i)) return false;
        return text.Length > 0;
    }
}
