namespace Agro.Tests.ChatTemplates;

/// <summary>What is not well formed or not supported is a fault with its place, never a wrong prompt.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("a\n{% if x %}", "t:2:11: found the end of the template, expected the tag 'elif' or 'else' or 'endif'")]
    [InlineData("{{ 1 + }}", "t:1:8: found '}}', expected an expression")]
    [InlineData("{{ }}", "t:1:4: found '}}', expected an expression")]
    [InlineData("{{ a b }}", "t:1:6: found 'b', expected '}}'")]
    [InlineData("{{ (1 }}", "t:1:7: unexpected '}', ')' is open")]
    [InlineData("{{ 1 ) }}", "t:1:6: unexpected ')'")]
    [InlineData("{{ 'abc }}", "t:1:4: the text in quotes has no end")]
    [InlineData("{{ 1", "t:1:1: the tag has no end '}}'")]
    [InlineData("{# a", "t:1:1: the comment '{#' has no end '#}'")]
    [InlineData("{% raw %} a", "t:1:1: 'raw' has no 'endraw'")]
    [InlineData("{{ a ? b }}", "t:1:6: unexpected character '?'")]
    [InlineData("{% endif %}", "t:1:4: there is no tag 'endif'")]
    [InlineData("{% break %}", "t:1:4: 'break' stands outside of a loop")]
    [InlineData("{% for loop in a %}{% endfor %}", "t:1:4: 'loop' cannot be the variable of a loop")]
    [InlineData("{% set true = 1 %}", "t:1:8: 'true' cannot be set")]
    [InlineData("{{ f(a=1, 2) }}", "t:1:11: the argument is given twice, or stands behind one that must be the last of its kind")]
    [InlineData("{{ '\\xZZ' }}", "t:1:4: the escape '\\x' needs 2 hexadecimal digits of a character")]
    public void Templates_that_are_not_well_formed(string template, string expected) => Assert.Equal(expected, Templates.Fault(template));

    [Theory]
    [InlineData("{% include 'x' %}", "t:1:4: the tag 'include' is not supported")]
    [InlineData("{% autoescape true %}{% endautoescape %}", "t:1:4: the tag 'autoescape' is not supported")]
    [InlineData("{% do x %}", "t:1:4: the tag 'do' is not supported")]
    [InlineData("{{ x | pprint }}", "t:1:8: the filter 'pprint' is not supported")]
    [InlineData("{{ 'a'.encode() }}", "t:1:7: 'encode' of a 'str' is not supported")]
    [InlineData("{{ '%e' % 1.5 }}", "t:1:9: the format's '%e' is not supported")]
    [InlineData("{{ '{:e}'.format(1.5) }}", "t:1:17: the format ':e' is not supported")]
    [InlineData("{{ 'a'.upper }}", "t:1:1: a 'function' cannot be printed")]
    [InlineData("{{ ('a' | safe).split() }}", "t:1:16: text marked by 'safe' or 'escape' has no 'split' here; use it last")]
    [InlineData("{{ lipsum() }}", "t:1:10: lipsum() is not supported")]
    [InlineData("{{ strftime_now('%Q') }}", "t:1:16: strftime_now(): '%Q' is not supported")]
    public void What_Jinja_or_Python_have_and_this_has_not(string template, string expected) => Assert.Equal(expected, Templates.Fault(template));

    [Theory]
    [InlineData("{{ x | nofilter }}", "t:1:8: there is no filter 'nofilter'; there are: abs, attr,")]
    [InlineData("{{ x is notest }}", "t:1:9: there is no test 'notest'; there are: boolean, callable,")]
    [InlineData("{{ [1] | map('nofilter') | list }}", "t:1:28: there is no filter 'nofilter'")]
    [InlineData("{{ 'a' | upper(1) }}", "t:1:10: upper() takes at most 0 arguments, 1 were given")]
    [InlineData("{{ 'a' | indent(widht=1) }}", "t:1:10: indent() has no argument 'widht'; it takes: width, first, blank")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "t:1:35: the macro 'm' takes at most 1 arguments")]
    [InlineData("{% for a, b in [[1]] %}{% endfor %}", "t:1:4: 2 variables are set, and the value has fewer items")]
    [InlineData("{% set a.b = 1 %}", "t:1:4: 'a' is not a namespace, so 'b' of it cannot be set")]
    [InlineData("{{ none | length }}", "t:1:11: a 'NoneType' has no length")]
    [InlineData("{{ 1 < 'a' }}", "t:1:6: a 'int' and a 'str' have no order")]
    [InlineData("{{ 1 // 0 }}", "t:1:6: division by zero")]
    [InlineData("{{ {[1]: 2} }}", "t:1:4: a list cannot be a key of a dictionary")]
    public void Faults_of_the_template_or_of_what_it_is_given(string template, string expected) =>
        Assert.StartsWith(expected, Templates.Fault(template), StringComparison.Ordinal);

    [Fact]
    public void A_filter_that_is_missing_may_stand_where_it_is_not_reached()
    {
        Assert.Equal("ok", Templates.Render("{% if false %}{{ x | nofilter }}{% endif %}{{ 'ok' if true else x | nofilter }}"));
        Assert.StartsWith("t:1:23: there is no filter", Templates.Fault("{% if true %}{{ '1' | nofilter }}{% endif %}"), StringComparison.Ordinal);
    }
}
