namespace Agro.Tests.ChatTemplates;

/// <summary>Literals, operators and what they mean, after Jinja's documentation and Python's.</summary>
public class ExpressionTests
{
    private const string Variables =
        """{"n": 5, "f": 2.5, "s": "Hello", "u": "a😀b", "l": [3, 1, 2], "d": {"x": 1, "y": [1, 2], "items": 7}, "nil": null, "b": true}""";

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("-2 ** 2", "4")]
    [InlineData("2 ** 3 ** 2", "64")]
    [InlineData("7 // 2, -7 // 2, 7.5 // 2", "(3, -4, 3.0)")]
    [InlineData("7 % 3, -7 % 3, 7 % -3, -7.5 % 2", "(1, 2, -2, 0.5)")]
    [InlineData("6 / 2, 7 / 2", "(3.0, 3.5)")]
    [InlineData("2 ** -1, 2 ** 0.5 > 1.414", "(0.5, True)")]
    [InlineData("123456789012345678901234567890 + 1", "123456789012345678901234567891")]
    [InlineData("0x1F, 0b11, 0o17, 1_000, 1e3", "(31, 3, 15, 1000, 1000.0)")]
    [InlineData("true + 1, -true", "(2, -1)")]
    [InlineData("'a' + 'b', 'ab' * 2, 2 * 'ab'", "('ab', 'abab', 'abab')")]
    [InlineData("[1] + [2], (1,) + (2,), [1] * 2", "([1, 2], (1, 2), [1, 1])")]
    [InlineData("'a' ~ 1 ~ none ~ true ~ [1]", "a1NoneTrue[1]")]
    public void Arithmetic_follows_Python_with_Jinjas_precedence(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Fact]
    public void Concatenation_binds_more_than_addition() =>
        Assert.Equal("t:1:6: '+' does not work for a 'int' and a 'str'", Templates.Fault("{{ 1 + 2 ~ 3 }}"));

    [Theory]
    [InlineData("1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2", "(True, False, True)")]
    [InlineData("1 == 1.0, true == 1, '1' == 1, none == false", "(True, True, False, False)")]
    [InlineData("[1] == [1.0], [1] == (1,), {'a': 1} == {'a': 1.0}", "(True, False, True)")]
    [InlineData("'a' < 'b', [1, 2] < [1, 3], 'é' > 'z'", "(True, True, True)")]
    [InlineData("'x' in d, 'ell' in s, 3 in l, 4 not in l, 1 in range(3)", "(True, True, True, True, True)")]
    [InlineData("not true or true, not (true and false), 0 or '' or 'z', 1 and 0", "(True, True, 'z', 0)")]
    [InlineData("not 1 in [2], not (1 in [2])", "(True, True)")]
    [InlineData("'a' if n > 9 else 'b' if n > 4 else 'c'", "b")]
    public void Comparisons_and_logic_follow_Python(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData("s[0], s[-1], s[1:3], s[::-1], s[::2], s[-3:], s[9:]", "('H', 'o', 'el', 'olleH', 'Hlo', 'llo', '')")]
    [InlineData("l[::-1], l[1:], l[:-1], l[5:2:-1], (1, 2, 3)[1:]", "([2, 1, 3], [1, 2], [3, 1], [], (2, 3))")]
    [InlineData("u[1], u[::-1], u[2:], u|length", "('😀', 'b😀a', 'b', 3)")]
    [InlineData("range(10)[2:8:3]|list, range(5)[::-1]|list, range(3)", "([2, 5], [4, 3, 2, 1, 0], range(0, 3))")]
    [InlineData("d.x, d['x'], d['items'], d.y.1, d.get('z', 0), {1: 'i'}[true]", "(1, 1, 7, 2, 0, 'i')")]
    [InlineData("d.items is callable, d.items()|list|length", "(True, 3)")]
    [InlineData("{'a': 1, 'b': {}, }, [1, 'x', none], (), (1,)", "({'a': 1, 'b': {}}, [1, 'x', None], (), (1,))")]
    public void Values_are_looked_into_as_in_Python(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Theory]
    [InlineData(@"'a\tb\u00e9\x41\101\q\''", "a\tbéAA\\q'")]
    [InlineData("'a' \"b\" 'c'", "abc")]
    [InlineData("'two\nlines'", "two\nlines")]
    [InlineData(@"'\é'", @"\xe9")]
    [InlineData("'}}' ~ '%}'", "}}%}")]
    public void Texts_in_quotes_have_Pythons_escapes(string expression, string expected) => Assert.Equal(expected, Templates.Render($"{{{{ {expression} }}}}"));

    [Theory]
    [InlineData("1e16, 1e15, 1e-5, 0.0001, 0.1 + 0.2, 100.0, 1e22, -0.0, 5e-324", "(1e+16, 1000000000000000.0, 1e-05, 0.0001, 0.30000000000000004, 100.0, 1e+22, -0.0, 5e-324)")]
    [InlineData("\"it's\", 'q\"q', 'both\\'\"', '\\n\\\\\\x7f\\u200b😀'", "(\"it's\", 'q\"q', 'both\\'\"', '\\n\\\\\\x7f\\u200b😀')")]
    [InlineData("d.keys(), d.values()", "(dict_keys(['x', 'y', 'items']), dict_values([1, [1, 2], 7]))")]
    public void Values_are_printed_as_Python_prints_them(string expression, string expected) => Assert.Equal(expected, Value(expression));

    [Fact]
    public void Numbers_in_JSON_keep_their_kind()
    {
        Assert.Equal(
            "1 1.0 100000.0 12345678901234567890 -0.5",
            Templates.Render("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}", """{"a": 1, "b": 1.0, "c": 1e5, "d": 12345678901234567890, "e": -0.5}"""));
    }

    private static string Value(string expression) => Templates.Render($"{{{{ {expression} }}}}", Variables);
}
