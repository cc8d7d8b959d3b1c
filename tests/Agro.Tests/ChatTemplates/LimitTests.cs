using System.Globalization;
using Agro.Models.ChatTemplates;

namespace Agro.Tests.ChatTemplates;

/// <summary>Templates come from whoever made the model: none may hang or fill the memory.</summary>
public class LimitTests
{
    private static readonly TemplateLimits Small = new()
    {
        Source = 1000,
        Iterations = 100,
        Calls = 10,
        TextLength = 1000,
        Items = 100,
        Range = 200,
        IntegerBits = 64,
        Work = 20_000,
    };

    [Theory]
    [InlineData("{% for a in range(20) %}{% for b in range(20) %}{% endfor %}{% endfor %}", "goes through its loops more than 100 times")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "calls macros in each other more than 10 deep")]
    [InlineData("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}", "calls macros in each other more than 10 deep")]
    [InlineData("{% for i in range(90) %}aaaaaaaaaaaaaaaa{% endfor %}", "makes a text of more than 1000 characters")]
    [InlineData("{% set ns = namespace(x='a') %}{% for i in range(50) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "makes a text of more than 1000 characters")]
    [InlineData("{{ range(201) }}", "range() of 201 numbers: a template may have 200")]
    [InlineData("{{ 'ab' * 1000000000000 }}", "makes a text of more than 1000 characters")]
    [InlineData("{{ [1] * 1000000000000 }}", "makes a list of more than 100 items")]
    [InlineData("{{ 'a'.center(1000000000000) }}", "makes a text of more than 1000 characters")]
    [InlineData("{{ '%999999999d' % 1 }}", "makes a text of more than 1000 characters")]
    [InlineData("{{ [1] | tojson(indent=1000000000000) }}", "makes a text of more than 1000 characters")]
    [InlineData("{{ ('a' * 900).replace('a', 'b' * 900) }}", "makes a text of more than 1000 characters")]
    [InlineData("{{ ('b' * 900).join('a' * 900) }}", "makes a text of more than 1000 characters")]
    [InlineData("{{ [1] | batch(1000000000000, 1) | list }}", "makes a list of more than 100 items")]
    [InlineData("{{ 2 ** 1000000000000 }}", "makes a whole number of more digits")]
    [InlineData("{{ 18446744073709551615 * 18446744073709551615 }}", "makes a whole number of more digits")]
    [InlineData("{% for i in range(90) %}{{ range(90) | list | length }}{% endfor %}", "takes more than 20000 steps")]
    [InlineData("{% set ns = namespace(x=(1,)) %}{% for i in range(60) %}{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ ns.x == [ns.x] or {ns.x: 1} }}", "takes more than 20000 steps")]
    public void Each_has_its_fault(string template, string expected) =>
        Assert.Contains(expected, Templates.Fault(template, limits: Small), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ ", "(", "1", ")", " }}")]
    [InlineData("{{ ", "[", "1", "]", " }}")]
    [InlineData("{{ ", "-", "1", "", " }}")]
    [InlineData("{{ ", "not ", "1", "", " }}")]
    [InlineData("{{ 1", "+1", "", "", " }}")]
    [InlineData("{{ 1", "|abs", "", "", " }}")]
    [InlineData("{{ a", ".b", "", "", " }}")]
    [InlineData("{{ 1", " if 1 else 2", "", "", " }}")]
    [InlineData("", "{% if 1 %}", "", "{% endif %}", "")]
    public void What_is_too_deep_is_refused_before_it_is_rendered(string begin, string open, string middle, string close, string end)
    {
        string Of(int count) => begin + string.Concat(Enumerable.Repeat(open, count)) + middle + string.Concat(Enumerable.Repeat(close, count)) + end;
        Assert.Contains("in each other", Templates.Fault(Of(10_000)), StringComparison.Ordinal);
        if (open != ".b") Templates.Render(Of(30));
    }

    [Theory]
    [InlineData("{{ ns.x }}")]
    [InlineData("{{ ns.x | tojson }}")]
    [InlineData("{{ ns.x == [ns.x] }}{{ ns.x < ns.y }}")]
    public void Values_that_are_too_deep_are_refused(string use)
    {
        const string Begin = "{% set ns = namespace(x=[1], y=[1]) %}{% for a in range(100000) %}{% set ns.x = [ns.x] %}{% set ns.y = [ns.y] %}{% endfor %}";
        Assert.Contains("too deeply", Templates.Fault(Begin + use), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_has_a_length() =>
        Assert.Equal("t:1:1: the template has 1001 characters, and may have 1000", Templates.Fault(new string('a', 1001), limits: Small));

    [Fact]
    public void The_work_grows_with_the_conversation_and_no_faster()
    {
        const string Template = """
            {%- set ns = namespace(last=0) %}{%- for m in messages[::-1] %}{%- if m.role == 'user' and not m.content.startswith('<t>') %}
            {%- set ns.last = loop.index0 %}{%- endif %}{%- endfor %}
            {%- for m in messages %}{%- if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('order') }}{% endif %}
            {{- '<' + m.role + '>' + m['content'].split('</think>')[-1] | trim + (m | tojson) }}{%- if loop.last %}!{% endif %}{%- endfor %}
            """;
        foreach (var count in new[] { 10, 100, 1000 })
        {
            var messages = string.Join(',', Enumerable.Range(0, count).Select(i =>
                $$"""{"role": "{{(i % 2 == 0 ? "user" : "assistant")}}", "content": "<think>a</think>{{i.ToString("000", CultureInfo.InvariantCulture)}}"}"""));
            Templates.Render(Template, $$"""{"messages": [{{messages}}]}""", new() { Work = 600 + 400 * count });
        }
    }
}
