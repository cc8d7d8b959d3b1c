using Agro.Models.ChatTemplates;

namespace Agro.Tests.ChatTemplates;

/// <summary>Whatever is put together, it is rendered or refused with a place inside the template.</summary>
public class PropertyTests
{
    private const string Variables =
        """{"s": "Hello\n", "u": "a😀", "n": 5, "f": 2.5, "none_": null, "l": [3, 1, "x"], "d": {"a": {"b": [1]}}, "m": [{"role": "user", "content": "hi"}]}""";

    // Short, so that nothing that a template may do takes long.
    private static readonly TemplateLimits Limits = new() { Work = 200_000, Iterations = 2000, TextLength = 20_000, Items = 2000 };

    private static readonly string[] Pieces =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "{{-", "-}}", " ", " ", " ", "\n", "if ", "else ", "elif ", "endif ", "for ", "in ", "endfor ",
        "set ", "endset ", "macro ", "endmacro ", "call ", "endcall ", "filter ", "endfilter ", "raw ", "endraw ", "with ", "endwith ", "break ",
        "continue ", "generation ", "recursive ", "not ", "and ", "or ", "is ", "defined ", "string ", "x", "i", "s", "u", "n", "f", "l", "d", "m", "none_",
        "loop", "caller", "namespace", "range", "dict", "raise_exception", ".", ",", "(", ")", "[", "]", "{", "}", ":", "|", "~", "+", "-", "*", "**", "/",
        "//", "%", "=", "==", "<", "!=", "'", "\"", "'a'", "'role'", "1", "0", "-1", "99999999999", "1.5", "\\", "upper", "tojson", "join", "map", "select",
        "sort", "list", "length", "first", "batch", "items", "get", "split", "replace", "center", "format", "strip", "index", "last", "😀", "\ud800", "é",
    ];

    [Fact]
    public void Pieces_in_any_order()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 25)).Select(_ => Pieces[random.Next(Pieces.Length)]);
            Try((random.Next(2) == 0 ? "{{ " : "{% ") + string.Concat(pieces) + (random.Next(2) == 0 ? " }}" : " %}"));
        }
    }

    [Fact]
    public void Expressions_of_any_kind()
    {
        var random = new Random(12);
        var rendered = Enumerable.Range(0, 10_000).Count(_ => Try($"{{{{ {Expression(random, 4)} }}}}"));
        Assert.InRange(rendered, 1000, 9999);
    }

    [Fact]
    public void Loops_and_blocks_of_any_kind()
    {
        var random = new Random(13);
        var rendered = Enumerable.Range(0, 5_000).Count(_ => Try(Body(random, 3)));
        Assert.InRange(rendered, 200, 4999);
    }

    private static bool Try(string template)
    {
        try
        {
            Templates.Render(template, Variables, Limits);
            return true;
        }
        catch (ChatTemplateException fault)
        {
            var lines = template.Split('\n');
            Assert.InRange(fault.Line, 1, lines.Length);
            Assert.InRange(fault.Column, 1, lines[fault.Line - 1].Length + 1);
            return false;
        }
    }

    private static string Expression(Random random, int depth)
    {
        if (depth == 0 || random.Next(6) == 0) return Pick(random, "s", "u", "n", "f", "none_", "l", "d", "m", "x", "'a'", "''", "0", "-3", "2.0", "[]", "{}", "()", "true");
        string Inner() => Expression(random, depth - 1);
        return random.Next(9) switch
        {
            0 => $"({Inner()} {Pick(random, "+", "-", "*", "/", "//", "%", "**", "~")} {Inner()})",
            1 => $"({Inner()} {Pick(random, "==", "!=", "<", ">=", "in", "not in", "and", "or")} {Inner()})",
            2 => $"({Inner()} if {Inner()} else {Inner()})",
            3 or 4 => $"{Inner()}|{Pick(random, "upper", "trim", "length", "list", "first", "last", "sort", "tojson", "items", "unique", "reverse", "int", "round", "string", "title", "sum", "join", "e", "indent", "dictsort", "default")}",
            5 => $"{Inner()}|{Pick(random, "join", "map", "select", "batch", "slice", "selectattr", "groupby", "center", "truncate", "replace", "format", "attr")}({Inner()})",
            6 => $"({Inner()}).{Pick(random, "upper", "split", "items", "get", "strip", "replace", "index", "count", "join", "format", "zfill", "title", "append")}({Inner()})",
            7 => $"({Inner()})[{Inner()}{Pick(random, "", ":", "::-1", ":2")}]",
            _ => $"({Inner()} is {Pick(random, "defined", "string", "mapping", "odd", "iterable", "none", "lower")})",
        };
    }

    private static string Body(Random random, int depth)
    {
        if (depth == 0) return Pick(random, " a\n", $"{{{{ {Expression(random, 2)} }}}}", "{{ loop.last }}", "{{ i }}");
        string Inner() => Body(random, depth - 1) + Body(random, depth - 1);
        return random.Next(6) switch
        {
            0 => $"{{% for i in {Pick(random, "l", "m", "d", "range(4)", Expression(random, 1))} -%}}{Inner()}{{% endfor %}}",
            1 => $"{{%- if {Expression(random, 2)} %}}{Inner()}{{% else %}}{Inner()}{{% endif %}}",
            2 => $"{{% set {Pick(random, "x", "s", "l")} = {Expression(random, 3)} %}}",
            3 => $"{{% macro q(x, i={Expression(random, 1)}) %}}{Inner()}{{% endmacro %}}{{{{ q({Expression(random, 1)}) }}}}",
            4 => $"{{% set x | upper %}}{Inner()}{{% endset %}}{{{{ x }}}}",
            _ => Inner(),
        };
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
