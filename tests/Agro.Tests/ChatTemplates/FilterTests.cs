namespace Agro.Tests.ChatTemplates;

/// <summary>Filters and tests, after Jinja's documentation.</summary>
public class FilterTests
{
    private const string Variables = """
        {"l": [3, 1, 2], "w": ["b", "A", "c"], "d": {"b": 1, "A": [1, 2]}, "s": "hello World", "html": "<a x=\"1\">&'",
         "m": [{"role": "system", "content": "S"}, {"role": "user", "content": "U", "k": {"q": 1}}, {"role": "user", "tool_calls": [1]}]}
        """;

    [Theory]
    [InlineData("s | upper, s | lower, s | title, s | capitalize", "('HELLO WORLD', 'hello world', 'Hello World', 'Hello world')")]
    [InlineData("'x-y (z) a_b' | title, \"they're\".title(), 'straße' | upper, 'ΑΣ' | lower", "('X-Y (Z) A_b', \"They'Re\", 'STRASSE', 'ας')")]
    [InlineData("' \\t a \\n' | trim, 'xxaxx' | trim('x')", "('a', 'a')")]
    [InlineData("s | replace('o', '0'), s | replace('o', '0', 1), 55 | replace(5, 6), 'ab' | replace('', '-')", "('hell0 W0rld', 'hell0 World', '66', '-a-b-')")]
    [InlineData("'a\\nb\\n\\nc' | indent, 'a\\nb' | indent(2, true), 'a\\n\\nb' | indent('>', blank=true)", "('a\\n    b\\n\\n    c', '  a\\n  b', 'a\\n>\\n>b')")]
    [InlineData("'foo bar baz qux' | truncate(9), 'foo bar baz qux' | truncate(9, true), 'foo bar baz qux' | truncate(11)", "('foo...', 'foo ba...', 'foo bar baz qux')")]
    [InlineData("'%s: %05.1f%%' | format('a', 2.25), '%(x)s' | format(x=1), '%r|%-3d|%3s|%x' % ('q', 1, 'b', 255)", "('a: 002.2%', '1', \"'q'|1  |  b|ff\")")]
    [InlineData("'{} {1}' is string, '{0} {n!r} {d[b]:>3} {{}} {f:.2f} {k:,}'.format(1, n='q', d=d, f=2.675, k=1234567)", "(True, \"1 'q'   1 {} 2.67 1,234,567\")")]
    [InlineData("s | wordcount, 'ab' | center(6), 5 | string, 'a b/é' | urlencode", "(2, '  ab  ', '5', 'a%20b/%C3%A9')")]
    public void Filters_of_texts(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("'42.7' | int, 'x' | int, 'x' | int(7), '0x1A' | int(0, 16), -3.9 | int, none | int, '1_0' | int", "(42, 0, 7, 26, -3, 0, 10)")]
    [InlineData("'3.5' | float, 'x' | float, 'x' | float(1.5), 2 | float", "(3.5, 0.0, 1.5, 2.0)")]
    [InlineData("42.55 | round, 42.55 | round(1, 'floor'), 2.5 | round, 2.675 | round(2), 42 | round, 1.1 | round(0, 'ceil')", "(43.0, 42.5, 2.0, 2.67, 42, 2.0)")]
    [InlineData("-5 | abs, l | sum, m | selectattr('k') | sum(attribute='k.q', start=10), l | max, w | min, s | length", "(5, 6, 11, 3, 'A', 11)")]
    public void Filters_of_numbers(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("l | first, l | last, l | sort, l | sort(reverse=true), l | reverse | list", "(3, 2, [1, 2, 3], [3, 2, 1], [2, 1, 3])")]
    [InlineData("w | sort, w | sort(case_sensitive=true), [{'a': 1, 'b': 2}, {'a': 1, 'b': 1}] | sort(attribute='a,b') | map(attribute='b') | list", "(['A', 'b', 'c'], ['A', 'b', 'c'], [1, 2])")]
    [InlineData("l | join('-'), m | join(',', attribute='role'), l | map('string') | list, 'abc' | list", "('3-1-2', 'system,user,user', ['3', '1', '2'], ['a', 'b', 'c'])")]
    [InlineData("m | map(attribute='k.q', default=0) | list, m | map(attribute='role') | unique | list", "([0, 1, 0], ['system', 'user'])")]
    [InlineData("m | selectattr('role', 'equalto', 'user') | list | length, m | rejectattr('role', 'in', ['user']) | map(attribute='content') | list", "(2, ['S'])")]
    [InlineData("m | selectattr('tool_calls') | list | length, m | selectattr('content', 'undefined') | list | length", "(1, 1)")]
    [InlineData("l | select('odd') | list, l | reject('gt', 1) | list, [0, 1, ''] | select | list", "([3, 1], [1], [1])")]
    [InlineData("[1, 2, 3] | batch(2, 'x') | list, [1, 2, 3, 4, 5] | slice(2) | list", "([[1, 2], [3, 'x']], [[1, 2, 3], [4, 5]])")]
    [InlineData("d | items | list, d | dictsort, {'b': 1, 'a': 2} | dictsort(by='value')", "([('b', 1), ('A', [1, 2])], [('A', [1, 2]), ('b', 1)], [('b', 1), ('a', 2)])")]
    [InlineData("m | groupby('role') | map('first') | list, (m | groupby('role'))[1].list | length", "(['system', 'user'], 2)")]
    [InlineData("d | attr('get') is callable, d | attr('b') is defined", "(True, False)")]
    public void Filters_of_lists(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Fact]
    public void What_a_filter_chooses_can_be_gone_through_once() =>
        Assert.Equal("[3, 1][]", Templates.Render("{% set x = l | select('odd') %}{{ x | list }}{{ x | list }}", Variables));

    [Theory]
    [InlineData("d | tojson", """{"b": 1, "A": [1, 2]}""")]
    [InlineData("{'é': '😀\"\\\\/\\n\\x01', 'b': [], 'c': {}, 'd': 1.0, 'e': none, 'f': true, 1: 2} | tojson", """{"é": "😀\"\\/\n\u0001", "b": [], "c": {}, "d": 1.0, "e": null, "f": true, "1": 2}""")]
    [InlineData("d | tojson(indent=2)", "{\n  \"b\": 1,\n  \"A\": [\n    1,\n    2\n  ]\n}")]
    [InlineData("d | tojson(sort_keys=true, separators=(',', ':'))", """{"A":[1,2],"b":1}""")]
    [InlineData("'é😀' | tojson(ensure_ascii=true)", "\"\\u00e9\\ud83d\\ude00\"")]
    [InlineData("(1, 'a') | tojson", """[1, "a"]""")]
    public void Tojson_writes_as_transformers_does(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("html | e", "&lt;a x=&#34;1&#34;&gt;&amp;&#39;")]
    [InlineData("html | safe", "<a x=\"1\">&'")]
    [InlineData("html | safe + '<b>'", "<a x=\"1\">&'&lt;b&gt;")]
    [InlineData("html | tojson | safe", "\"<a x=\\\"1\\\">&'\"")]
    public void Text_can_be_marked_as_HTML(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("none is none, 'a' is string, l is iterable, d is mapping, l is sequence, d is sequence, 'a' is iterable", true)]
    [InlineData("1 is integer, 1.0 is float, 1 is number, true is number, true is boolean, true is true, false is false", true)]
    [InlineData("3 is odd, 2 is even, 6 is divisibleby 3, 6 is divisibleby(3), 1 is eq 1, 1 is ne 2, 2 is gt(1), 1 is le 1, 1 is in l", true)]
    [InlineData("'a' is lower, 'A' is upper, range is callable, 'upper' is filter, 'odd' is test, none is sameas none, html | e is escaped", true)]
    [InlineData("true is integer, 1 is true, 1 is boolean, 'a' is mapping, 5 is iterable, {} is string, 0 is false, 'a' is not string", false)]
    public void Tests_tell_what_a_value_is(string expressions, bool expected)
    {
        var value = Value($"[{expressions}]");
        Assert.DoesNotContain(expected ? "False" : "True", value, StringComparison.Ordinal);
        Assert.Contains(expected ? "True" : "False", value, StringComparison.Ordinal);
    }

    private static string Value(string expression) => Templates.Render($"{{{{ {expression} }}}}", Variables);
}
