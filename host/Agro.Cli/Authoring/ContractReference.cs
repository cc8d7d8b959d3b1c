using System.Security;

namespace Agro.Cli.Authoring;

/// <summary>How a new project refers to the contract.</summary>
internal enum ContractSource
{
    /// <summary>To the package that comes with the host; the new project gets a copy of it.</summary>
    Package,

    /// <summary>To the contract's project in a checkout.</summary>
    Project,
}

/// <summary>How a new project refers to the contract, as its files say it.</summary>
/// <param name="Settings">What all of its projects need, lines of a PropertyGroup.</param>
/// <param name="OfPlugin">The reference of the plugin, a line of an ItemGroup.</param>
/// <param name="OfTests">The reference of the tests, which run without the host and so need the DLL.</param>
/// <param name="About">What a person should know about it.</param>
internal sealed record ContractReference(string Settings, string OfPlugin, string OfTests, string About)
{
    private const string CompileOnly = "ExcludeAssets=\"runtime;native\"";

    /// <summary>The package to put into the project's sdk/; null when there is none.</summary>
    public string? Package { get; private init; }

    /// <summary>Chooses the reference.</summary>
    /// <param name="wanted">What was asked for; null for the project in a checkout, else the package.</param>
    /// <param name="folder">The folder of the new project, absolute.</param>
    /// <param name="sdk">What the host brings.</param>
    /// <exception cref="InputException">What was asked for is not there.</exception>
    public static ContractReference Choose(ContractSource? wanted, string folder, HostSdk sdk)
    {
        var checkout = Checkout.Around(folder) ?? Checkout.Around(sdk.Directory);
        if (wanted != ContractSource.Package && checkout is not null) return ToProject(checkout, folder);
        if (wanted == ContractSource.Project)
        {
            throw new InputException($"--contract project: neither {Path.GetDirectoryName(folder)} nor this agro-host lies in a checkout of Agro: "
                + "leave the option out to use the package");
        }

        return sdk.ContractPackage is { } package
            ? ToPackage(package)
            : throw new InputException($"{sdk.Directory}: has no {HostSdk.ContractId} package: publish agro-host with all of its files, "
                + "or make the project inside a checkout of Agro");
    }

    private static ContractReference ToProject(Checkout checkout, string folder)
    {
        var root = checkout.Holds(folder)
            ? $"$(MSBuildThisFileDirectory){Escape(Path.GetRelativePath(folder, checkout.Directory))}"
            : Escape(checkout.Directory);
        var include = $"<ProjectReference Include=\"$(AgroCheckout)/{Checkout.Contract}\"";
        return new(
            $"""
                <!-- The checkout of Agro whose contract these projects refer to. -->
                <AgroCheckout>{root}</AgroCheckout>
                <!-- Of TorchSharp's own dependencies there are later versions than it names. -->
                <NoWarn>$(NoWarn);NU1603</NoWarn>
            """,
            $"    {include} Private=\"false\" {CompileOnly} />",
            $"    {include} ExcludeAssets=\"native\" />",
            $"""
            The contract is `{Checkout.Contract}` of the checkout that `Directory.Build.props` names. Where there is no checkout, it is a package,
            which `agro-host new … --contract package` puts beside the project: `<PackageReference Include="{HostSdk.ContractId}" Version="…"
            {CompileOnly} />`.
            """);
    }

    private static ContractReference ToPackage(string package)
    {
        var include = $"<PackageReference Include=\"{HostSdk.ContractId}\" Version=\"$(AgroContract)\"";
        return new(
            $"""
                <!-- The version of the package in sdk/. -->
                <AgroContract>[{HostSdk.VersionOf(package)}]</AgroContract>
            """,
            $"    {include} {CompileOnly} />",
            $"    {include} />",
            $"""
            The contract is the package in `sdk/`, of the agro-host that made this project. For that of another one, put the package of its own
            `sdk/` folder there, and its version into `Directory.Build.props`. In a checkout of Agro its project will do:
            `<ProjectReference Include="…/{Checkout.Contract}" Private="false" {CompileOnly} />`.
            """)
        { Package = package };
    }

    /// <summary>A path as the text of a project file: neither XML nor MSBuild reads anything else into it.</summary>
    /// <param name="path">The path.</param>
    public static string Escape(string path) => SecurityElement.Escape(path.Replace('\\', '/')
        .Replace("%", "%25").Replace("$", "%24").Replace("@", "%40").Replace(";", "%3B"));
}
