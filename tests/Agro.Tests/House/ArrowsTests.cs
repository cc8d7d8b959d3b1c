using System.Xml.Linq;

namespace Agro.Tests.House;

/// <summary>Which project may import which, and where heavy packages may be used.</summary>
public class ArrowsTests
{
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Agro.Abstractions"] = [],
        ["Agro.Models"] = ["Agro.Abstractions"],
        ["Agro.Engine"] = ["Agro.Abstractions", "Agro.Models"],
        ["Agro.Cli"] = ["Agro.Abstractions", "Agro.Engine", "Agro.Models"],
        ["Agro.Plugins.DataSources"] = ["Agro.Abstractions"],
        ["Agro.Plugins.PolicyGradients"] = ["Agro.Abstractions"],
        ["Agro.Plugins.Rewards"] = ["Agro.Abstractions"],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["YamlDotNet"] = ["Agro.Engine"],
        ["McMaster.NETCore.Plugins"] = ["Agro.Engine"],
        ["Microsoft.CodeAnalysis.CSharp.Scripting"] = ["Agro.Engine"],
        ["Microsoft.ML.Tokenizers"] = ["Agro.Models"],
        ["Parquet.Net"] = ["Agro.Plugins.DataSources"],
        ["System.CommandLine"] = ["Agro.Cli"],
        ["Spectre.Console"] = ["Agro.Cli"],
        ["ScottPlot"] = ["Agro.Cli"],
    };

    public static TheoryData<string> ProjectNames => [.. ProjectFiles().Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_imports_only_what_lies_below_it(string project)
    {
        Assert.True(Projects.TryGetValue(project, out var allowed), $"{project} is not in the list of arrows");
        Assert.Equal(allowed, References(project));
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Heavy_packages_stay_in_their_room(string project)
    {
        var used = Items(project, "PackageReference").Where(Packages.ContainsKey);
        Assert.All(used, package => Assert.Contains(project, Packages[package]));
    }

    [Fact]
    public void Plugins_see_the_contract_and_nothing_else_of_the_host()
    {
        var folder = Path.Combine(SharedData.Repository, "plugins");
        var shared = XDocument.Load(Path.Combine(folder, "Directory.Build.props"));
        var reference = Assert.Single(shared.Descendants("ProjectReference"));
        Assert.EndsWith("Agro.Abstractions.csproj", (string)reference.Attribute("Include")!, StringComparison.Ordinal);
        Assert.Equal("false", (string)reference.Attribute("Private")!);
    }

    private static IEnumerable<string> ProjectFiles() => new[] { "host", "plugins" }.SelectMany(room =>
        Directory.GetDirectories(Path.Combine(SharedData.Repository, room), "Agro.*").SelectMany(folder => Directory.GetFiles(folder, "*.csproj")));

    private static string[] References(string project)
    {
        var own = Items(project, "ProjectReference")
            .Where(path => !path.StartsWith('@'))
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        var shared = project.StartsWith("Agro.Plugins.", StringComparison.Ordinal) ? ["Agro.Abstractions"] : Array.Empty<string>();
        return [.. own.Concat(shared).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Items(string project, string kind)
    {
        var file = ProjectFiles().Single(file => Path.GetFileNameWithoutExtension(file) == project);
        return XDocument.Load(file).Descendants(kind).Select(item => (string)item.Attribute("Include")!);
    }
}
