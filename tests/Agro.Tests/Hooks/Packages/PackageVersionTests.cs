using Agro.Engine.Hooks.Packages;

namespace Agro.Tests.Hooks.Packages;

public sealed class PackageVersionTests
{
    [Fact]
    public void Versions_are_ordered_as_semantic_versions()
    {
        string[] ordered =
        [
            "0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
            "1.0.0", "1.0.0.1", "1.0.1", "1.2", "1.10", "2",
        ];
        Assert.Equal(ordered, ordered.Reverse().OrderBy(text => PackageVersion.Of(text)));
    }

    [Theory]
    [InlineData("1", "1.0.0")]
    [InlineData("1.2.3.0", "1.2.3")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("1.2.3-rc.1+abc", "1.2.3-rc.1")]
    public void A_version_is_written_with_three_numbers_at_least(string text, string written) =>
        Assert.Equal(written, PackageVersion.Of(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1.x")]
    [InlineData("1.*")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.0-")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public void Other_texts_are_no_versions(string text) => Assert.Null(PackageVersion.Of(text));

    [Theory]
    [InlineData("1.2", "1.2 1.3 2", "1.1 1.2-rc", "1.2.0 or newer")]
    [InlineData("[1.2]", "1.2", "1.1 1.2.1", "1.2.0")]
    [InlineData("[1.2, 2)", "1.2 1.9", "1.1 2.0 2.1", "1.2.0 to 2.0.0")]
    [InlineData("(1.2, 2]", "1.2.1 2.0", "1.2 2.0.1", "1.2.0 to 2.0.0")]
    [InlineData("(, 1.0]", "0.1 1.0", "1.0.1", "1.0.0 or older")]
    [InlineData("", "0.1 99", "", "any version")]
    public void A_range_contains_the_versions_between_its_ends(string text, string inside, string outside, string written)
    {
        var range = VersionRange.Of(text)!;
        PackageVersion[] Versions(string list) => [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(version => PackageVersion.Of(version)!)];
        Assert.All(Versions(inside), version => Assert.True(range.Contains(version)));
        Assert.All(Versions(outside), version => Assert.False(range.Contains(version)));
        Assert.Equal(written, range.ToString());
    }

    [Theory]
    [InlineData("[1.2")]
    [InlineData("(1.2)")]
    [InlineData("[a, b]")]
    [InlineData("[1, 2, 3]")]
    public void Other_texts_are_no_ranges(string text) => Assert.Null(VersionRange.Of(text));

    [Theory]
    [InlineData("net6.0 net8.0 net99.0 netstandard2.0", "net8.0")]
    [InlineData("net462 netstandard2.0 netstandard2.1 netcoreapp3.1", "netcoreapp3.1")]
    [InlineData("net462 netstandard1.6 netstandard2.0", "netstandard2.0")]
    [InlineData("net8.0-windows7.0 net5.0", "net5.0")]
    [InlineData(".NETFramework4.6.1 .NETStandard2.0 .NETCoreApp2.1", ".NETCoreApp2.1")]
    [InlineData("net45 net462 portable-net45+win8 uap10.0", null)]
    public void The_framework_that_is_nearest_to_this_runtime_is_chosen(string names, string? best) =>
        Assert.Equal(best, TargetFrameworks.Best(names.Split(' ')));
}
