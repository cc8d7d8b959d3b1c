namespace Agro.Tests.ChatTemplates;

/// <summary>The methods of values, and the functions that every template has.</summary>
public class FunctionTests
{
    [Theory]
    [InlineData("' a '.strip(), '\\n\\nx'.lstrip('\\n'), 'abcba'.strip('ab'), 'x😀'.rstrip('😀')", "('a', 'x', 'c', 'x')")]
    [InlineData("'a,b,,c'.split(','), ' a  b '.split(), 'a b c'.split(' ', 1), 'a b c'.rsplit(' ', 1), 'a b  c '.split(none, 1)", "(['a', 'b', '', 'c'], ['a', 'b'], ['a', 'b c'], ['a b', 'c'], ['a', 'b  c '])")]
    [InlineData("'a\\nb\\r\\nc\\n'.splitlines(), 'a\\nb'.splitlines(true), 'a=b=c'.partition('='), 'a=b=c'.rpartition('=')", "(['a', 'b', 'c'], ['a\\n', 'b'], ('a', '=', 'b=c'), ('a=b', '=', 'c'))")]
    [InlineData("'abc'.startswith('a'), 'abc'.endswith(('x', 'c')), 'abc'.startswith('b', 1), 'abc'.find('c'), 'abc'.find('x'), 'a😀b'.find('b')", "(True, True, True, 2, -1, 2)")]
    [InlineData("'aab'.count('a'), 'abc'.index('b'), 'aXbX'.rfind('X'), 'a'.join('xyz'), 'aaa'.replace('a', 'b', 2)", "(2, 1, 3, 'xayaz', 'bba')")]
    [InlineData("'-42'.zfill(5), 'ab'.center(7, '*'), 'ab'.ljust(4) ~ '|', 'ab'.rjust(4, '.')", "('-0042', '***ab**', 'ab  |', '..ab')")]
    [InlineData("'A'.isupper(), 'a'.islower(), '12'.isdigit(), 'a1'.isalnum(), 'a'.isalpha(), ' '.isspace(), ''.isdigit(), '²'.isdecimal()", "(True, True, True, True, True, True, False, False)")]
    [InlineData("'un-do'.removeprefix('un-'), 'x.txt'.removesuffix('.txt'), 'aB'.swapcase(), 'ABC'.lower(), 'a'.upper()", "('do', 'x', 'Ab', 'abc', 'A')")]
    public void Texts_have_Pythons_methods(string expression, string expected) => Assert.Equal(expected, Templates.Render($"{{{{ {expression} }}}}"));

    [Theory]
    [InlineData("{'a': 1}.get('b'), {'a': 1}.get('b', 2), {'a': 1}.items() | list, {'a': 1}.keys() | list, {'a': 1}.copy()", "(None, 2, [('a', 1)], ['a'], {'a': 1})")]
    [InlineData("[1, 2, 1].count(1), [1, 2].index(2), (1, 2).index(2), (2.0).is_integer()", "(2, 1, 1, True)")]
    [InlineData("range(3) | list, range(1, 10, 3) | list, range(5, 0, -2) | list, 3 in range(5)", "([0, 1, 2], [1, 4, 7], [5, 3, 1], True)")]
    [InlineData("dict(a=1, b=2), dict([('a', 1)], b=2), dict(**{'x': 1}), range(*[1, 3]) | list", "({'a': 1, 'b': 2}, {'a': 1, 'b': 2}, {'x': 1}, [1, 2])")]
    [InlineData("namespace(a=1).a, namespace({'x': 2}, y=3).x", "(1, 2)")]
    public void Collections_have_Pythons_methods(string expression, string expected) => Assert.Equal(expected, Templates.Render($"{{{{ {expression} }}}}"));

    [Fact]
    public void Joiners_and_cyclers_remember_what_they_gave() => Assert.Equal(
        "a; bxyx",
        Templates.Render("{% set j = joiner('; ') %}{{ j() }}a{{ j() }}b{% set c = cycler('x', 'y') %}{{ c.next() }}{{ c.next() }}{{ c.current }}"));

    [Fact]
    public void A_template_can_refuse() => Assert.Equal("t:2:21: no system role", Templates.Fault("a\nb {{ raise_exception('no system role') }}"));

    [Theory]
    [InlineData("%Y-%m-%d %H:%M:%S", "2025-07-10 12:00:00")]
    [InlineData("%d %B %Y, %b %a %A", "10 July 2025, Jul Thu Thursday")]
    [InlineData("%-d %-m %e %j %p %I %y %%", "10 7 10 191 PM 12 25 %")]
    [InlineData("%U %W %V %G %u %w %D %T %F %R", "27 27 28 2025 4 4 07/10/25 12:00:00 2025-07-10 12:00")]
    public void The_time_is_told_as_by_strftime(string format, string expected) =>
        Assert.Equal(expected, Templates.Render($"{{{{ strftime_now('{format}') }}}}"));
}
