namespace Agro.Tests.ChatTemplates;

/// <summary>Tags, and the variables that they see and set.</summary>
public class StatementTests
{
    private const string Variables = """{"l": [3, 1, 2], "d": {"x": 1, "y": 2}, "tree": [{"n": 1, "c": [{"n": 2, "c": []}]}]}""";

    [Theory]
    [InlineData("{% for i in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.length }},{% endfor %}", "10323,21213,32103,")]
    [InlineData("{% for i in l %}{{ loop.first }}{{ loop.last }},{% endfor %}", "TrueFalse,FalseFalse,FalseTrue,")]
    [InlineData("{% for i in l %}{{ loop.previtem }}<{{ i }}>{{ loop.nextitem }},{% endfor %}", "<3>1,3<1>2,1<2>,")]
    [InlineData("{% for i in l %}{{ loop.cycle('a', 'b') }}{% endfor %}", "aba")]
    [InlineData("{% for i in [1, 1, 2] %}{{ loop.changed(i) }},{% endfor %}", "True,False,True,")]
    [InlineData("{% for i in l if i > 1 %}{{ i }}{{ loop.length }}{{ loop.last }}{% endfor %}", "32False22True")]
    [InlineData("{% for i in l if i > 9 %}{{ i }}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}{% for k in d %}{{ k }}{% endfor %}", "x1y2xy")]
    [InlineData("{% for a, (b, c) in [[1, [2, 3]]] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "123")]
    [InlineData("{% for i in l %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "32")]
    [InlineData("{% for i in l %}{% if i == 1 %}{% break %}{% endif %}{{ i }}{% endfor %}", "3")]
    [InlineData("{% for t in tree recursive %}{{ t.n }}@{{ loop.depth }}[{{ loop(t.c) }}]{% endfor %}", "1@1[2@2[]]")]
    [InlineData("{% for i in [1] %}{% for j in [2] %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}", "11")]
    public void Loops(string template, string expected) => Assert.Equal(expected, Templates.Render(template, Variables));

    [Theory]
    [InlineData("{% set x = 1 %}{% for i in l %}{% set x = x + i %}{{ x }},{% endfor %}{{ x }}", "4,2,3,1")]
    [InlineData("{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}", "2")]
    [InlineData("{% set ns = namespace(x=1) %}{% for i in l %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "7")]
    [InlineData("{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set (c, d) = 'pq' %}{{ c }}{{ d }}", "12pq")]
    [InlineData("{% set x %}a{{ l[0] }}{% set y = 1 %}{% endset %}{{ x }}{{ y is defined }}", "a3False")]
    [InlineData("{% set x | replace('a', 'b') | upper %}aa{% endset %}{{ x }}", "BB")]
    [InlineData("{% with a = 1, b = l %}{{ a }}{{ b[0] }}{% endwith %}{{ a is defined }}", "13False")]
    [InlineData("{% filter upper %}a{% filter replace('b', 'c') %}b{% endfilter %}{% endfilter %}", "AC")]
    [InlineData("{% generation %}a{% set x = 1 %}{% endgeneration %}{{ x is defined }}", "aFalse")]
    [InlineData("{% if false %}a{% elif none %}b{% elif 1 %}c{% else %}d{% endif %}", "c")]
    [InlineData("{% print 1, 'a' %}", "1a")]
    public void Variables_live_where_Jinja_has_them(string template, string expected) => Assert.Equal(expected, Templates.Render(template, Variables));

    [Theory]
    [InlineData("{% macro m(a, b=2, c=b) %}[{{ a }}{{ b }}{{ c }}]{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(1, c=4) }}{{ m() }}", "[122][133][124][22]")]
    [InlineData("{% macro m(a=none) %}{{ a }}{% endmacro %}{{ m() }}", "None")]
    [InlineData("{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, x=2) }}", "(1,){'x': 2}")]
    [InlineData("{% macro m(t) %}<{{ t }}>{{ caller() }}{% endmacro %}{% call m('b') %}{{ l[0] }}{% endcall %}", "<b>3")]
    [InlineData("{% macro m() %}{% for i in l %}{{ caller(i) }}{% endfor %}{% endmacro %}{% call(x, y='d') m() %}{{ x }}{{ y }}{% endcall %}", "3d1d2d")]
    [InlineData("{% macro f(k) %}{{ k * (f(k - 1) | int) if k > 1 else 1 }}{% endmacro %}{{ f(5) }}", "120")]
    [InlineData("{% macro m() %}{{ q }}{% endmacro %}{% set q = 5 %}{{ m() }}{% for q in [7] %}{{ m() }}{% endfor %}", "55")]
    [InlineData("{% macro m(a) %}{{ a }}{% endmacro %}{{ m.name }}{{ m.arguments }}{{ m is callable }}{{ (m(1) ~ 'x') | upper }}", "m('a',)True1X")]
    public void Macros(string template, string expected) => Assert.Equal(expected, Templates.Render(template, Variables));

    [Fact]
    public void Continue_leaves_the_else_of_a_loop_as_Jinja_does() =>
        Assert.Equal("F", Templates.Render("{% for i in [1] %}{% continue %}{% else %}F{% endfor %}"));
}
