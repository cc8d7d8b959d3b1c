using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Tests.Recipes;

public class RecipeSchemaFileTests
{
    [Fact]
    public void The_schema_in_the_repository_is_current()
    {
        var catalog = PluginCatalog.Load(new PluginSources
        {
            BuiltInFolder = null,
            Paths = [.. Directory.GetFiles(AppContext.BaseDirectory, "Agro.Plugins.*.dll")],
        });
        var kept = File.ReadAllText(Path.Combine(SharedData.Repository, "recipes.schema.json"));
        Assert.True(kept == RecipeSchemaFile.Text(catalog), "write it anew with: agro-host schema --output recipes.schema.json");
    }
}
