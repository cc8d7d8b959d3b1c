using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Xml.Linq;
using Agro.Cli.Authoring;
using Xunit.v3;

namespace Agro.Tests.Cli.Authoring;

public sealed class NewProjectTests : IDisposable
{
    /// <summary>One that projects have and the compiler of these tests has not.</summary>
    private const string ImplicitUsing = "using System.IO;\n";

    private readonly TemporaryFolder _folder = new();
    private readonly HostSdk _sdk;

    public NewProjectTests()
    {
        _folder.Write("host/sdk/Agro.Abstractions.1.2.3-sdk0a.nupkg", "a package");
        _sdk = new(_folder.Of("host/sdk"));
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Projects =>
        [.. ProjectKind.All.Where(kind => kind.Extension is null).Append(ProjectKind.CompiledHook).Select(kind => kind.Folder)];

    [Theory, MemberData(nameof(Projects))]
    public async Task Its_code_compiles_and_its_tests_pass(string kind)
    {
        var made = Make(kind, ContractSource.Package);
        var plugin = PluginCompiler.Compile(_folder.Of("bin/Mine.dll"), ImplicitUsing + Read(made, "Mine/Mine.cs"));
        Type[] used = [typeof(Assert), typeof(FactAttribute), typeof(IFactAttribute), typeof(System.ComponentModel.Win32Exception)];
        var tests = PluginCompiler.Compile(
            _folder.Of("bin/Mine.Tests.dll"), ImplicitUsing + Read(made, "Mine.Tests/MineTests.cs"), [plugin, .. used.Select(type => type.Assembly.Location)]);
        Assert.NotEqual(0, await RunAsync(tests));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Every_place_is_filled_in_and_every_project_file_is_there(string kind)
    {
        var made = Make(kind, ContractSource.Package);
        foreach (var file in made.Files)
        {
            Assert.DoesNotContain("emplate", file.Path, StringComparison.Ordinal);
            if (file.Path.EndsWith(".nupkg", StringComparison.Ordinal)) continue;
            var text = Encoding.UTF8.GetString(file.Content.Span);
            Assert.DoesNotContain("emplate-", text, StringComparison.Ordinal);
            Assert.DoesNotContain("TemplateN", text, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        }

        Assert.All(
            XDocument.Parse(Read(made, "Mine.slnx")).Descendants("Project"),
            project => Assert.Contains(made.Files, file => file.Path == (string)project.Attribute("Path")!));
        Assert.Contains("[Component(\"mine\")]", Read(made, "Mine/Mine.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_comes_with_the_project_and_is_pinned()
    {
        var made = Make("reward", ContractSource.Package);
        Assert.Equal("a package", Read(made, "sdk/Agro.Abstractions.1.2.3-sdk0a.nupkg"));
        Assert.Contains("value=\"sdk\"", Read(made, "nuget.config"), StringComparison.Ordinal);
        Assert.Equal("[1.2.3-sdk0a]", Value(Read(made, "Directory.Build.props"), "AgroContract"));
        var reference = Assert.Single(XDocument.Parse(Read(made, "Mine/Mine.csproj")).Descendants("PackageReference"));
        Assert.Equal(
            ("Agro.Abstractions", "$(AgroContract)", "runtime;native"),
            ((string)reference.Attribute("Include")!, (string)reference.Attribute("Version")!, (string)reference.Attribute("ExcludeAssets")!));
    }

    [Fact]
    public void In_a_checkout_it_refers_to_the_contracts_project_and_moves_with_the_checkout()
    {
        _folder.Write("agro & co/Agro.sln", "");
        var contract = _folder.Write("agro & co/host/Agro.Abstractions/Agro.Abstractions.csproj", "<Project />");
        var made = Make("reward", null, "agro & co/plugins");
        var root = Value(Read(made, "Directory.Build.props"), "AgroCheckout").Replace("$(MSBuildThisFileDirectory)", made.Target + "/", StringComparison.Ordinal);
        var reference = Assert.Single(XDocument.Parse(Read(made, "Mine/Mine.csproj")).Descendants("ProjectReference"));
        var path = ((string)reference.Attribute("Include")!).Replace("$(AgroCheckout)", root, StringComparison.Ordinal);
        Assert.Equal(contract, Path.GetFullPath(path));
        Assert.Equal("false", (string)reference.Attribute("Private")!);
        Assert.Contains("model: '../../recipes/models/quickstart'", Read(made, "recipe.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain(made.Files, file => file.Path == "nuget.config");
    }

    [Fact]
    public void Without_a_checkout_or_a_package_it_is_refused_and_says_why()
    {
        Assert.StartsWith("--contract project: neither ", Refusal(ContractSource.Project), StringComparison.Ordinal);
        File.Delete(_sdk.ContractPackage!);
        Assert.Contains("has no Agro.Abstractions package", Refusal(null), StringComparison.Ordinal);

        string Refusal(ContractSource? source) => Assert.Throws<InputException>(() => Make("reward", source)).Message;
    }

    [Fact]
    public void Settings_of_the_folders_above_do_not_reach_it()
    {
        var files = Make("reward", null).Files.Select(file => file.Path).ToList();
        Assert.Equal(3, files.Count(file => file is "Directory.Build.props" or "global.json" or ".editorconfig"));
        var settings = Read(Make("reward", null), "Directory.Build.props");
        Assert.Equal(("false", "false"), (Value(settings, "ImportDirectoryBuildTargets"), Value(settings, "ImportDirectoryPackagesProps")));
    }

    private NewProject Make(string folder, ContractSource? source, string above = "work")
    {
        var kind = ProjectKind.All.Append(ProjectKind.CompiledHook).Single(kind => kind.Folder == folder && kind.Extension is null);
        return NewProject.Of(kind, ComponentName.OfClass(kind, "Mine"), _folder.Of(above), source, _sdk);
    }

    private static string Read(NewProject made, string path) => Encoding.UTF8.GetString(made.Files.Single(file => file.Path == path).Content.Span);

    private static string Value(string project, string property) => XDocument.Parse(project).Descendants(property).Single().Value;

    /// <summary>Runs the tests of a DLL, as far as they need no other process.</summary>
    private static async Task<int> RunAsync(string dll)
    {
        var context = new AssemblyLoadContext(dll, isCollectible: true);
        context.Resolving += (_, name) => Path.Combine(Path.GetDirectoryName(dll)!, $"{name.Name}.dll") is var path && File.Exists(path)
            ? context.LoadFromAssemblyPath(path)
            : null;
        var count = 0;
        foreach (var test in context.LoadFromAssemblyPath(dll).GetType("MineTests", throwOnError: true)!.GetMethods())
        {
            if (test.GetCustomAttribute<FactAttribute>() is null || test.Name == "Losses_and_gradients_are_those_worked_out_by_hand") continue;
            var rows = test.GetCustomAttributes<InlineDataAttribute>().Select(data => data.Data).DefaultIfEmpty([]);
            foreach (var row in rows)
            {
                if (test.Invoke(Activator.CreateInstance(test.DeclaringType!), row) is Task task) await task;
                count++;
            }
        }

        context.Unload();
        return count;
    }
}
