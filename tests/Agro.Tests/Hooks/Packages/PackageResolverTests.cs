using Agro.Engine.Hooks.Packages;

namespace Agro.Tests.Hooks.Packages;

public sealed class PackageResolverTests : IDisposable
{
    private readonly HookRun run = new();
    private readonly PackageShelf shelf;

    public PackageResolverTests() => shelf = new(run);

    public void Dispose() => run.Dispose();

    private string[] Resolve(params string[] references) =>
        [.. PackageResolver.Resolve(references, new(run.Of("packages"))).Select(file => Path.GetRelativePath(run.Of("packages"), file).Replace('\\', '/'))];

    private string FaultOf(params string[] references) =>
        Assert.Single(Assert.Throws<PackageException>(() => Resolve(references)).Faults).Message;

    /// <summary>Writes a package with an empty DLL: resolving looks at names only.</summary>
    private string Add(string id, string version, params string[] needs)
    {
        var folder = shelf.Add(id, version, needs);
        run.Write($"{folder}/lib/netstandard2.0/{id}.dll", "");
        return folder;
    }

    private static string File(string id, string version) => $"{id.ToLowerInvariant()}/{version}/lib/netstandard2.0/{id}.dll";

    [Theory]
    [InlineData("nuget: Words, 1.1", "1.1.0")]
    [InlineData("nuget: words, 1.1.0", "1.1.0")]
    [InlineData("nuget:Words,[1.0.0]", "1.0.0")]
    [InlineData("nuget: Words", "1.10.0")]
    [InlineData("nuget: Words, 2.0.0-RC", "2.0.0-rc")]
    public void The_version_that_is_named_is_taken_or_else_the_newest_release(string reference, string version)
    {
        foreach (var restored in new[] { "1.0.0", "1.1.0", "1.10.0", "2.0.0-rc" }) Add("Words", restored);
        Assert.Equal([File("Words", version)], Resolve(reference));
    }

    [Fact]
    public void A_prerelease_is_taken_where_there_is_no_release()
    {
        Add("Words", "1.0.0-beta");
        Add("Words", "1.0.0-rc");
        Assert.Equal([File("Words", "1.0.0-rc")], Resolve("nuget: Words"));
    }

    [Fact]
    public void What_a_package_needs_is_followed_and_the_lowest_version_that_does_for_all_is_taken()
    {
        Add("A", "1.0.0", "B 1.0.0", "C [1.0, 3.0)");
        Add("B", "1.0.0", "C 2.0.0");
        foreach (var version in new[] { "1.0.0", "2.0.0", "2.5.0", "3.0.0" }) Add("C", version, "D 1.0.0");
        Add("D", "1.0.0", "A 1.0.0");
        Assert.Equal([File("A", "1.0.0"), File("B", "1.0.0"), File("C", "2.0.0"), File("D", "1.0.0")], Resolve("nuget: A"));
    }

    [Fact]
    public void What_only_an_abandoned_version_needed_is_left_out()
    {
        Add("A", "1.0.0", "C 1.0.0", "B 1.0.0");
        Add("B", "1.0.0", "C 2.0.0");
        Add("C", "1.0.0", "Gone 1.0.0");
        Add("C", "2.0.0");
        Add("Gone", "1.0.0");
        Assert.Equal([File("A", "1.0.0"), File("B", "1.0.0"), File("C", "2.0.0")], Resolve("nuget: A"));
    }

    [Fact]
    public void What_the_script_names_wins_over_what_packages_need()
    {
        Add("A", "1.0.0", "B 1.0.0");
        Add("B", "1.0.0");
        Add("B", "2.0.0");
        Assert.Equal([File("A", "1.0.0"), File("B", "2.0.0")], Resolve("nuget: A", "nuget: B, 2.0.0"));
    }

    [Fact]
    public void Only_the_group_of_the_nearest_framework_counts()
    {
        var folder = shelf.AddGroups("A", "1.0.0", "<group targetFramework='.NETFramework4.6.1'><dependency id='Old' version='1.0.0'/></group>"
            + "<group targetFramework='.NETStandard2.0'><dependency id='B' version='1.0.0'/></group><group><dependency id='Any' version='1.0.0'/></group>");
        run.Write($"{folder}/lib/net6.0/A.dll", "");
        run.Write($"{folder}/lib/netstandard2.0/A.dll", "");
        run.Write($"{folder}/lib/net6.0/de/A.resources.dll", "");
        Add("B", "1.0.0");
        Assert.Equal(["a/1.0.0/lib/net6.0/A.dll", File("B", "1.0.0")], Resolve("nuget: A"));
    }

    [Fact]
    public void What_the_runtime_and_the_host_have_is_not_taken_from_packages()
    {
        var folder = Add("A", "1.0.0", "System.Text.Json 99.0.0", "NETStandard.Library 1.6.1", "TorchSharp 0.1.0", "Microsoft.NETCore.Platforms 1.0.0");
        run.Write($"{folder}/lib/netstandard2.0/System.Text.Json.dll", "");
        run.Write($"{folder}/lib/netstandard2.0/TorchSharp.dll", "");
        Assert.Equal([File("A", "1.0.0")], Resolve("nuget: A", "nuget: TorchSharp, 0.1.0", "nuget: System.Collections.Immutable"));
    }

    [Fact]
    public void A_package_without_assemblies_brings_what_it_needs()
    {
        shelf.Add("Meta", "1.0.0", "B 1.0.0");
        Add("B", "1.0.0");
        Assert.Equal([File("B", "1.0.0")], Resolve("nuget: Meta"));
    }

    [Theory]
    [InlineData("nuget: Words, 3.0", "package Words 3.0.0 is not restored on this machine. Restored: 1.0.0, 2.0.0. "
        + "Restore it with 'dotnet add package Words --version 3.0.0' in any project, or with 'dotnet restore' of one that refers to it")]
    [InlineData("nuget: Wrods", "package Wrods is not restored on this machine. Did you mean 'words'? "
        + "Restore it with 'dotnet add package Wrods' in any project, or with 'dotnet restore' of one that refers to it")]
    [InlineData("nuget: Words, 1.*", "found 'nuget: Words, 1.*', must be \"nuget: NAME, 1.2.3\", or \"nuget: NAME\" for the newest restored version")]
    [InlineData("nuget: ../words", "found 'nuget: ../words', must be \"nuget: NAME, 1.2.3\", or \"nuget: NAME\" for the newest restored version")]
    [InlineData("nuget:", "found 'nuget:', must be \"nuget: NAME, 1.2.3\", or \"nuget: NAME\" for the newest restored version")]
    public void What_cannot_be_had_is_said_with_what_to_do(string reference, string message)
    {
        Add("Words", "1.0.0");
        Add("Words", "2.0.0");
        Assert.Equal(message, FaultOf(reference));
    }

    [Fact]
    public void Every_package_that_is_not_restored_is_said()
    {
        var fault = Assert.Throws<PackageException>(() => Resolve("nuget: First", "nuget: Second"));
        Assert.Equal(["nuget: First", "nuget: Second"], fault.Faults.Select(one => one.Reference));
    }

    [Fact]
    public void What_a_package_needs_and_is_not_restored_is_said_with_who_needs_it()
    {
        Add("A", "1.0.0", "B 1.0.0");
        Add("B", "1.0.0", "C [2.0, 3.0)");
        Add("C", "1.0.0");
        Assert.Equal("package C is not restored as it is needed: B 1.0.0 needs 2.0.0 to 3.0.0. Restored: 1.0.0. "
            + "Restore it with 'dotnet add package B --version 1.0.0' in any project", FaultOf("nuget: A"));
    }

    [Fact]
    public void A_named_version_that_is_too_low_for_another_package_is_said()
    {
        Add("A", "1.0.0", "B 2.0.0");
        Add("B", "1.0.0");
        Assert.Equal("package A 1.0.0 needs package B 2.0.0 or newer, but the script asks for 1.0.0", FaultOf("nuget: A", "nuget: B, 1.0.0"));
    }

    [Fact]
    public void Two_versions_of_one_package_are_refused()
    {
        Add("A", "1.0.0");
        Add("A", "2.0.0");
        Assert.Equal("package A is asked for as 2.0.0 here and as 1.0.0 before", FaultOf("nuget: A, 1.0.0", "nuget: A, 2.0.0"));
    }

    [Fact]
    public void A_package_for_other_frameworks_is_refused_with_those_it_has()
    {
        var folder = shelf.Add("Old", "1.0.0");
        run.Write($"{folder}/lib/net45/Old.dll", "");
        run.Write($"{folder}/lib/net462/Old.dll", "");
        Assert.Equal($"package Old 1.0.0 has no assemblies for .NET {Environment.Version.Major}; it has: net45, net462", FaultOf("nuget: Old"));
    }

    [Fact]
    public void A_package_with_native_libraries_for_this_machine_is_refused()
    {
        Add("A", "1.0.0", "Native 1.0.0");
        run.Write($"{Add("Native", "1.0.0")}/runtimes/{NativeLibraries.RuntimeIdentifiers[^1]}/native/x.so", "");
        Assert.StartsWith("package Native 1.0.0 brings native libraries, which hooks cannot load from a package: write the hook as a plugin",
            FaultOf("nuget: A"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_with_native_libraries_for_other_machines_only_is_taken()
    {
        run.Write($"{Add("A", "1.0.0")}/runtimes/no-such-system/native/x.so", "");
        Assert.Equal([File("A", "1.0.0")], Resolve("nuget: A"));
    }

    [Fact]
    public void A_folder_that_is_no_package_counts_as_not_restored()
    {
        run.Write("packages/odd/1.0.0/odd.nuspec", "<package>");
        run.Write("packages/odd/readme/odd.nuspec", "");
        run.Write("packages/half/1.0.0/other.txt", "");
        Assert.StartsWith("package Odd is not restored", FaultOf("nuget: Odd"), StringComparison.Ordinal);
        Assert.StartsWith("package Half is not restored", FaultOf("nuget: Half"), StringComparison.Ordinal);
    }
}
