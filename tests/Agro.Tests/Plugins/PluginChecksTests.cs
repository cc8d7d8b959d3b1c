using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

public sealed class PluginChecksTests : IDisposable
{
    private const string Empty = "public ValueTask<RewardResult> ScoreAsync(Prompt p, Completion c, CancellationToken t) => default;";

    private readonly PluginFolder plugins = new();

    public void Dispose() => plugins.Dispose();

    [Fact]
    public void Files_that_are_no_plugins_say_what_they_are()
    {
        File.WriteAllText(plugins.Of("Text.dll"), "text");
        plugins.Compile("Library.dll", "public class Library;");
        plugins.Compile("Empty.dll", "public class Empty { public RewardResult Result; }");
        Directory.CreateDirectory(plugins.Of("folder"));

        Assert.Equal("Absent.dll: no such plugin: build it first, or name its DLL or a folder of plugins", plugins.FaultOf("Absent.dll"));
        Assert.Equal("Text.dll: is not a .NET assembly: a plugin is a DLL that dotnet build made", plugins.FaultOf("Text.dll"));
        Assert.Equal("Library.dll: is not a plugin: it does not refer to Agro.Abstractions", plugins.FaultOf("Library.dll"));
        Assert.Equal("Empty.dll: holds no component: mark a class with [Component(\"name\")]", plugins.FaultOf("Empty.dll"));
        Assert.Equal("folder: holds no plugin: no *.dll with a [Component] class, and no NAME/NAME.dll", plugins.FaultOf("folder"));
    }

    [Theory]
    [InlineData("9.0.0.0", "9.0", "use a newer host, or rebuild the plugin for this one")]
    [InlineData("0.99.0.0", "0.99", "use a newer host, or rebuild the plugin for this one")]
    public void A_plugin_for_another_contract_says_both_versions(string version, string shown, string remedy)
    {
        PluginCompiler.CompileForContract(plugins.Of("Later.dll"), version, "[Component(\"later\")] public class Later : IRewardFunction;");
        var host = typeof(ComponentAttribute).Assembly.GetName().Version!.ToString(2);
        var fault = plugins.FaultOf("Later.dll");
        Assert.Equal($"Later.dll: was built for version {shown} of Agro.Abstractions, and this host has {host}: {remedy}", fault);
    }

    [Fact]
    public void A_plugin_for_a_newer_TorchSharp_says_both_versions()
    {
        var source = PluginCompiler.Constant("later", 1) + " public class Uses : Later.Newer;";
        PluginCompiler.CompileAgainst(plugins.Of("Later.dll"), source, "TorchSharp",
            "[assembly: System.Reflection.AssemblyVersion(\"99.0.0.0\")] namespace Later { public class Newer; }");
        var fault = plugins.FaultOf("Later.dll");
        Assert.StartsWith("Later.dll: was built for TorchSharp 99.0.0, and this host has 0.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_for_a_newer_runtime_says_both_versions()
    {
        var metadata = new PluginMetadata("Later.dll", "Later",
            [new("Agro.Abstractions") { Version = SharedAssemblies.ContractVersion }, new("System.Runtime") { Version = new(99, 0, 0, 0) }])
        {
            Version = "1",
            Components = [new("later", "Later")],
        };
        var fault = Assert.Throws<InputException>(() => PluginChecks.Check(metadata, new PluginFiles("", [], [], [])));
        Assert.StartsWith("Later.dll: was built for .NET 99, and this host runs on .NET", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_for_an_older_minor_version_of_the_contract_passes()
    {
        var older = new Version(SharedAssemblies.ContractVersion.Major, 0, 0, 0).ToString();
        PluginCompiler.CompileForContract(plugins.Of("Older.dll"), older, "[Component(\"older\")] public class Older;");
        Assert.StartsWith("Older.dll: Older: implements none of the contracts", plugins.FaultOf("Older.dll"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("{}", "does not say what its runtimeTarget depends on")]
    [InlineData("{ \"runtimeTarget\": { \"name\": null }, \"targets\": {} }", "does not say what its runtimeTarget depends on")]
    public void A_broken_list_of_dependencies_is_bad_input_and_not_the_end_of_the_process(string text, string fault)
    {
        plugins.Compile("Mine.dll", PluginCompiler.Constant("mine", 1));
        File.WriteAllText(plugins.Of("Mine.deps.json"), text);
        Assert.StartsWith($"Mine.deps.json: {fault}", plugins.FaultOf("Mine.dll"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abstract class X : IRewardFunction {", "a component class is neither abstract nor generic")]
    [InlineData("class X<T> : IRewardFunction {", "a component class is neither abstract nor generic")]
    [InlineData("class X : IRewardFunction, ITrainingHook {", "implements IRewardFunction and ITrainingHook of the contracts, and")]
    [InlineData("class X : IRewardFunction { public X() { } public X(O o) { }", "has 2 public constructors, and a component has one")]
    [InlineData("class X : IRewardFunction { private X() { }", "has 0 public constructors, and a component has one")]
    [InlineData("class X(double low, O o) : IRewardFunction {", "its constructor takes (Double low, O o), and a component's takes")]
    [InlineData("class X(string low) : IRewardFunction {", "its constructor takes (String low), and")]
    public void A_class_that_cannot_be_a_component_says_why(string declaration, string fault)
    {
        plugins.Compile("Odd.dll", $"public record O; [Component(\"x\")] {declaration} {Empty} }}");
        var message = plugins.FaultOf("Odd.dll");
        Assert.StartsWith("Odd.dll: X", message, StringComparison.Ordinal);
        Assert.Contains(fault, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Exact Match")]
    [InlineData("exact_match")]
    [InlineData("")]
    public void A_name_that_a_recipe_could_not_say_is_refused(string name)
    {
        plugins.Compile("Odd.dll", PluginCompiler.Constant(name, 1));
        Assert.StartsWith($"Odd.dll: Constant: '{name}' cannot name a component", plugins.FaultOf("Odd.dll"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_components_of_one_name_are_refused_with_both_places()
    {
        plugins.Compile("One.dll", PluginCompiler.Constant("same", 1, "First"));
        plugins.Compile("Two.dll", PluginCompiler.Constant("same", 1, "Second"));
        plugins.Compile("Both.dll", PluginCompiler.Constant("same", 1, "First") + PluginCompiler.Constant("same", 1, "Second"));

        var fault = plugins.FaultOf("One.dll", "Two.dll");
        Assert.StartsWith("'same' is the name of First in One.dll and of Second in Two.dll", fault, StringComparison.Ordinal);
        Assert.Equal("Both.dll: Second: is named 'same', as is First: rename one of them", plugins.FaultOf("Both.dll"));
    }

    [Fact]
    public void A_missing_private_dependency_is_named_before_anything_runs()
    {
        var words = plugins.Compile("Words.dll", """
            [assembly: System.Reflection.AssemblyVersion("2.1.0.0")]
            public static class Words { public static double One => 1; }
            """);
        plugins.Compile("Mine.dll", PluginCompiler.Returning("mine", "Words.One"), words);
        File.Delete(words);
        Assert.Equal("Mine.dll: needs Words 2.1.0, not found beside it: "
            + "set <EnableDynamicLoading>true</EnableDynamicLoading> in its project and build again", plugins.FaultOf("Mine.dll"));
    }
}
