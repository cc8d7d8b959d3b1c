using Agro.Engine.Recipes;

namespace Agro.Tests.Recipes;

/// <summary>Scripts are compiled before the components of a recipe are known.</summary>
public sealed class RecipeScriptsTests : IDisposable
{
    private const string Hooks = "hooks: [{ script: hooks/stop.csx }, { use: notify, to: me }]";
    private readonly RecipeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> Scripts(string hooks, params string[] sets) =>
        RecipeDocument.Parse(_folder.Write(RecipeFolder.Good.Replace(Hooks, hooks, StringComparison.Ordinal)), sets).Scripts();

    [Fact]
    public void The_scripts_of_a_recipe_are_named_in_full_beside_hooks_of_plugins() =>
        Assert.Equal([_folder.Of("hooks/stop.csx")], Scripts(Hooks));

    [Fact]
    public void A_change_on_the_command_line_counts() =>
        Assert.Equal([_folder.Of("tiny/config.json")], Scripts(Hooks, $"hooks.0.script={_folder.Of("tiny/config.json")}"));

    [Theory]
    [InlineData("hooks: []")]
    [InlineData("name2: none")]
    [InlineData("hooks: [{ script: hooks/stpo.csx }]")]
    [InlineData("hooks: hooks/stop.csx")]
    [InlineData("hooks: [{ script: [] }]")]
    public void Nothing_is_named_of_hooks_that_are_not_there_or_cannot_be_read(string hooks) => Assert.Empty(Scripts(hooks));
}
