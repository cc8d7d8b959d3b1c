using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agro.Tests.Recipes;

public sealed class PluginOptionsTests : IDisposable
{
    private const string Source = """
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.ComponentModel.DataAnnotations;
        namespace Shop;
        public enum Mode { Strict, VeryStrict }
        public sealed record Part { [Range(1, 5)] public required int Size { get; init; } public Mode? Mode { get; init; } }
        /// <summary>Options of <see cref="Part"/>.</summary>
        public sealed record Options
        {
            /// <summary>Rows of <see cref="Parts"/>, <c>n</c> of them,
            /// at most <paramref name="k"/>.</summary>
            [Range(typeof(decimal), "0", "10")] public decimal Price { get; init; } = 1.5m;
            public ImmutableArray<Part> Parts { get; init; } = [];
            public List<Mode> Modes { get; init; } = [Mode.VeryStrict];
            public Dictionary<string, Part> Named { get; init; } = new();
            [StringLength(3)] public string Text { get; init; } = "";
            public uint Count { get => count; init => count = value == 13 ? throw new System.ArgumentException("13 brings bad luck") : value; }
            private uint count;
            public System.Text.StringBuilder? Odd { get; init; }
        }
        public sealed record Broken { public Broken() => throw new System.InvalidOperationException("no settings found"); public int A { get; init; } }
        public sealed record Clash { public double Weight { get; init; } }
        """;

    private readonly RecipeFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Compile()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var tree = CSharpSyntaxTree.ParseText(Source, new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose), cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("Shop", [tree], references, new(OutputKind.DynamicallyLinkedLibrary));
        using var code = File.Create(folder.Of("Shop.dll"));
        using var documentation = File.Create(folder.Of("Shop.xml"));
        var result = compilation.Emit(code, xmlDocumentationStream: documentation, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return folder.Of("Shop.dll");
    }

    private sealed class Shop(IReadOnlyList<ComponentDescription> components) : IComponentCatalog
    {
        public IReadOnlyList<ComponentDescription> Components { get; } = [.. components, .. RecipeFolder.Catalog.Components];

        public ComponentDescription? Find(ComponentKind kind, string name) => Components.FirstOrDefault(c => c.Kind == kind && c.Name == name);

        public static Shop Load(AssemblyLoadContext context, string path)
        {
            var assembly = context.LoadFromStream(new MemoryStream(File.ReadAllBytes(path)));
            var documentation = DocumentationFile.Read(path);
            return new([.. new[] { "Options", "Broken", "Clash" }.Select(name => new ComponentDescription
            {
                Kind = ComponentKind.Reward,
                Name = name.ToLowerInvariant(),
                ComponentType = assembly.GetType($"Shop.{name}")!,
                OptionsType = assembly.GetType($"Shop.{name}")!,
                PluginPath = "Shop.dll",
                Documentation = documentation.SummaryOf,
            })]);
        }
    }

    private string[] Faults(IComponentCatalog catalog, string reward)
    {
        var text = RecipeFolder.Good.Replace("{ use: exact, weight: 2 }", reward);
        return [.. Assert.Throws<RecipeException>(() => RecipeReader.Read(folder.Write(text), [], catalog)).Faults.Select(f => $"{f.Path}: {f.Message}")];
    }

    [Fact]
    public void Options_of_plugins_are_held_to_their_own_rules()
    {
        var catalog = Shop.Load(new AssemblyLoadContext(null, true), Compile());
        Assert.Equal(["rewards.0.price: found 11, must be between 0 and 10"], Faults(catalog, "{ use: options, price: 11 }"));
        Assert.Equal(["rewards.0.parts.1.size: found 6, must be between 1 and 5", "rewards.0.parts.2.size: is missing, must be a whole number, between 1 and 5"],
            Faults(catalog, "{ use: options, parts: [{ size: 1 }, { size: 6 }, { mode: strict }] }"));
        Assert.Equal(["rewards.0.named.a.mode: found 'lax'. Must be one of: strict, very_strict"],
            Faults(catalog, "{ use: options, named: { a: { size: 2, mode: lax } } }"));
        Assert.Equal(["rewards.0.text: found 'long', The field text must be a string with a maximum length of 3."], Faults(catalog, "{ use: options, text: long }"));
        Assert.Equal(["rewards.0.count: 13 brings bad luck"], Faults(catalog, "{ use: options, count: 13 }"));
        Assert.Equal(["rewards.0.odd: cannot be given in a recipe: its type is StringBuilder"], Faults(catalog, "{ use: options, odd: x }"));
        Assert.Equal(["rewards.0: Broken cannot be made: no settings found"], Faults(catalog, "{ use: broken }"));
        Assert.Equal(["rewards.0.use: clash of Shop.dll has an option 'weight', which recipes cannot give: for rewards 'weight' is the host's. "
            + "The plugin must rename it"], Faults(catalog, "{ use: clash }"));
    }

    [Fact]
    public void Documentation_comments_become_plain_text()
    {
        var catalog = Shop.Load(new AssemblyLoadContext(null, true), Compile());
        var component = catalog.Find(ComponentKind.Reward, "options")!;
        Assert.Equal("Options of Part.", component.Documentation(component.OptionsType!));
        var options = OptionDescription.Of(component.OptionsType, component.Documentation);
        Assert.Equal("Rows of parts, n of them, at most k.", options[0].Summary);
        Assert.Equal(("number", "1.5", "between 0 and 10"), (options[0].Type, options[0].Default, options[0].Range));
        Assert.Equal("[very_strict]", options.Single(o => o.Name == "modes").Default);
        Assert.Null(DocumentationFile.Read(folder.Of("none.dll")).SummaryOf(typeof(Recipe)));
        File.WriteAllText(folder.Of("broken.xml"), "<doc><members>");
        Assert.Null(DocumentationFile.Read(folder.Of("broken.xml")).SummaryOf(typeof(Recipe)));
    }

    [Fact]
    public void Reading_a_recipe_keeps_no_plugin_alive()
    {
        var path = Compile();
        var (context, recipe) = Use(path);
        for (var round = 0; round < 12 && context.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
        Assert.Equal("options", recipe.Recipe.Rewards[0].Use);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Context, ResolvedRecipe Recipe) Use(string path)
    {
        var context = new AssemblyLoadContext("shop", true);
        var catalog = Shop.Load(context, path);
        const string reward = "{ use: options, price: 2, parts: [{ size: 1 }], modes: [strict], named: { a: { size: 2 } }, text: abc, count: 1 }";
        var recipe = RecipeReader.Read(folder.Write(RecipeFolder.Good.Replace("{ use: exact, weight: 2 }", reward)), [], catalog);
        var component = catalog.Find(ComponentKind.Reward, "options")!;
        Assert.Equal(component.OptionsType, recipe.Recipe.Rewards[0].CreateOptions(component)!.GetType());
        Assert.Contains("very_strict", RecipeSchema.Generate(catalog).ToJsonString(), StringComparison.Ordinal);
        Assert.NotEmpty(OptionDescription.Of(component.OptionsType, component.Documentation));
        Assert.Single(Faults(catalog, "{ use: options, price: x }"));
        context.Unload();
        return (new WeakReference(context), recipe);
    }
}
