namespace Agro.Tests.ChatTemplates;

/// <summary>White space around tags, with <c>trim_blocks</c> and <c>lstrip_blocks</c>.</summary>
public class WhitespaceTests
{
    [Theory]
    [InlineData("a\n{% if true %}\nb\n{% endif %}\nc", "a\nb\nc")]
    [InlineData("a\n  {% if true %}\n  b\n  {% endif %}\nc", "a\n  b\nc")]
    [InlineData("  {% if true %}x{% endif %}", "x")]
    [InlineData("a  {% if true %}x{% endif %}", "a  x")]
    [InlineData("{% if true %}\n\nx{% endif %}", "\nx")]
    [InlineData("{% if true %}\n  {% if true %}x{% endif %}{% endif %}", "x")]
    public void A_block_tag_takes_its_indent_and_its_line_break(string template, string expected) =>
        Assert.Equal(expected, Templates.Render(template));

    [Theory]
    [InlineData("  {{ 1 }}\nb", "  1\nb")]
    [InlineData("a\n\t{{ 1 }}\n", "a\n\t1")]
    public void A_print_tag_takes_nothing(string template, string expected) => Assert.Equal(expected, Templates.Render(template));

    [Theory]
    [InlineData("a \n {%- if true -%} \n b \n {%- endif -%} \n c", "abc")]
    [InlineData("a \n {{- 1 -}} \n b", "a1b")]
    [InlineData("a \n {#- c -#} \n b", "ab")]
    [InlineData("a\u00a0\u2028{{- 1 }}", "a1")]
    public void Minus_takes_all_white_space(string template, string expected) => Assert.Equal(expected, Templates.Render(template));

    [Theory]
    [InlineData("  {%+ if true %}x{% endif %}", "  x")]
    [InlineData("{% if true +%}\nx{% endif %}", "\nx")]
    [InlineData("  {#+ c +#}\nx", "  \nx")]
    public void Plus_keeps_white_space(string template, string expected) => Assert.Equal(expected, Templates.Render(template));

    [Theory]
    [InlineData("a{# {{ b }} {% c %} #}d", "ad")]
    [InlineData("a\n  {# c #}\nb", "a\nb")]
    [InlineData("{#-#}a", "a")]
    public void A_comment_prints_nothing(string template, string expected) => Assert.Equal(expected, Templates.Render(template));

    [Theory]
    [InlineData("{% raw %}{{ a }}{% b %}{% endraw %}", "{{ a }}{% b %}")]
    [InlineData("{% raw %}\n x {% endraw %}", "\n x ")]
    [InlineData("{%- raw -%}  a  {%- endraw -%}  |", "a|")]
    public void Raw_text_is_printed_as_it_is(string template, string expected) => Assert.Equal(expected, Templates.Render(template));

    [Theory]
    [InlineData("a\r\n{% if true %}\r\nb\r\n{% endif %}\r\nc\r\n", "a\nb\nc")]
    [InlineData("a\n\n", "a\n")]
    [InlineData("a\u2028b\u0085", "a\u2028b\u0085")]
    [InlineData("{", "{")]
    [InlineData("{ {}} }}", "{ {}} }}")]
    public void Lines_end_in_one_way_and_the_last_end_does_not_count(string template, string expected) =>
        Assert.Equal(expected, Templates.Render(template));
}
