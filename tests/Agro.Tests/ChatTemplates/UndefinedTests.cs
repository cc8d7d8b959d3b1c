namespace Agro.Tests.ChatTemplates;

/// <summary>What is not there: it prints as nothing, and is a fault where it is used.</summary>
public class UndefinedTests
{
    private const string Variables = """{"d": {"x": null}, "s": "text", "nil": null}""";

    [Theory]
    [InlineData("{{ missing }}{{ d.missing }}{{ d['missing'] }}{{ nil.x }}{{ s.nope }}{{ s[9] }}", "")]
    [InlineData("{{ missing is defined }}{{ d.x is defined }}{{ missing is undefined }}{{ missing is none }}", "FalseTrueTrueFalse")]
    [InlineData("{{ missing | default('D') }}{{ d.x | default('D') }}{{ d.x | default('D', true) }}", "DNoneD")]
    [InlineData("{{ missing | length }}{{ missing | list }}{{ missing | join }}{{ missing | upper }}{{ 'x' ~ missing }}", "0[]x")]
    [InlineData("{{ missing == other }}{{ missing == none }}{{ 1 in missing }}{{ not missing }}{{ missing is iterable }}", "TrueFalseFalseTrueTrue")]
    [InlineData("{% for i in missing %}x{% else %}E{% endfor %}{{ 'a' if missing else 'b' }}", "Eb")]
    [InlineData("{{ ('a' if false) is defined }}{{ [missing] }}{{ [] | first }}{{ [] | max }}", "False[Undefined]")]
    [InlineData("{{ s.__class__ is defined }}{{ [].append is defined }}", "FalseFalse")]
    public void It_prints_as_nothing_and_is_empty(string template, string expected) => Assert.Equal(expected, Templates.Render(template, Variables));

    [Theory]
    [InlineData("{{ missing.x }}", "t:1:11: 'missing' is undefined")]
    [InlineData("{{ d.y.z }}", "t:1:7: 'dict object' has no attribute 'y'")]
    [InlineData("{{ missing['x'] }}", "t:1:11: 'missing' is undefined")]
    [InlineData("{{ missing[1:] }}", "t:1:11: 'missing' is undefined")]
    [InlineData("{{ missing + 'x' }}", "t:1:12: 'missing' is undefined")]
    [InlineData("{{ 'x' + missing }}", "t:1:8: 'missing' is undefined")]
    [InlineData("{{ missing < 1 }}", "t:1:12: 'missing' is undefined")]
    [InlineData("{{ missing() }}", "t:1:11: 'missing' is undefined")]
    [InlineData("{{ s.nope() }}", "t:1:10: 'str object' has no attribute 'nope'")]
    [InlineData("{{ missing | int }}", "t:1:14: 'missing' is undefined")]
    [InlineData("{{ missing | tojson }}", "t:1:14: tojson: a 'Undefined' cannot be written as JSON")]
    [InlineData("{{ [].append(1) }}", "t:1:13: 'append' of a 'list' is not open to templates, which cannot change what they are given")]
    [InlineData("{{ {}.update({}) }}", "t:1:13: 'update' of a 'dict' is not open to templates, which cannot change what they are given")]
    [InlineData("{{ 'a'.__class__.__mro__ }}", "t:1:17: '__class__' of a 'str' is not open to templates, which cannot change what they are given")]
    public void Its_use_is_a_fault_that_tells_what_is_missing(string template, string expected) =>
        Assert.Equal(expected, Templates.Fault(template, Variables));
}
