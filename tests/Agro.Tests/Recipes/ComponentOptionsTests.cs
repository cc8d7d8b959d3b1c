using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Tests.Recipes;

public class ComponentOptionsTests
{
    private static readonly ComponentDescription Component = new()
    {
        Kind = ComponentKind.Reward,
        Name = "shape",
        ComponentType = typeof(object),
        OptionsType = typeof(ShapeOptions),
        PluginPath = "x.dll",
    };

    [Fact]
    public void Later_texts_win_over_earlier_ones_and_assignments_over_all()
    {
        var options = (ShapeOptions)ComponentOptions.Bind(
            Component, ["words.1=b"], new OptionText("a", "scale: 2\nwords: [x]"), new OptionText("b", """{"scale": 3}"""))!;
        Assert.Equal(3, options.Scale);
        Assert.Equal(["x", "b"], options.Words);
    }

    [Fact]
    public void Every_fault_is_told_where_it_was_given()
    {
        var exception = Assert.Throws<RecipeException>(() =>
            ComponentOptions.Bind(Component, ["scale=x", "nothing", "sclae=1"], new OptionText("stdin:3", "words: 5")));
        Assert.Equal(
            ["--option nothing", "--option scale=x shape.scale", "--option sclae=1 shape.sclae", "stdin:3 shape.words"],
            exception.Faults.Select(fault => fault.ToString().Split(": ")[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Options_must_be_a_mapping() =>
        Assert.StartsWith(
            "t: found a list",
            Assert.Throws<RecipeException>(() => ComponentOptions.Bind(Component, [], new OptionText("t", "[1]"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_component_without_options_takes_none()
    {
        var plain = Component with { OptionsType = null };
        Assert.Null(ComponentOptions.Bind(plain, []));
        var fault = Assert.Throws<RecipeException>(() => ComponentOptions.Bind(plain, ["a=1"]));
        Assert.Contains("no such option", fault.Message, StringComparison.Ordinal);
    }

    private sealed record ShapeOptions
    {
        public double Scale { get; init; } = 1;

        public IReadOnlyList<string> Words { get; init; } = [];
    }
}
