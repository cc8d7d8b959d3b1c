using System.Reflection;

namespace Agro.Cli.Authoring;

/// <summary>Something new, ready to be written.</summary>
/// <param name="Target">Its folder, or the one file that it is; absolute.</param>
/// <param name="Name">Its name.</param>
/// <param name="Files">The files; of a single file the path is its name.</param>
internal sealed record NewProject(string Target, ComponentName Name, IReadOnlyList<NewFile> Files)
{
    private static readonly string Xunit = typeof(NewProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(item => item.Key == "Agro.XunitVersion").Value!;

    /// <summary>Whether it is a single file.</summary>
    public bool IsFile { get; private init; }

    /// <summary>Makes a project. Nothing is written.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="name">Its name.</param>
    /// <param name="above">The folder to put its folder into, absolute.</param>
    /// <param name="source">How it should refer to the contract; null for what is there.</param>
    /// <param name="sdk">What the host brings.</param>
    /// <exception cref="InputException">Something is there already, or the contract is not.</exception>
    public static NewProject Of(ProjectKind kind, ComponentName name, string above, ContractSource? source, HostSdk sdk)
    {
        var target = Path.Combine(above, name.Class);
        NewFolder.CheckFree(target);
        var contract = ContractReference.Choose(source, target, sdk);
        var own = new TemplateFiles(name, new Dictionary<string, string>());
        var values = new Dictionary<string, string>
        {
            ["contract_settings"] = contract.Settings,
            ["contract"] = contract.OfPlugin,
            ["contract_of_tests"] = contract.OfTests,
            ["contract_about"] = contract.About,
            ["xunit"] = Xunit,
            ["more_of_tests"] = kind.Name == "algorithm" ? ValuesOfTests(name) : "",
            ["what"] = kind.What,
            ["try"] = own.Of(kind.Folder).Where(file => file.Path == "try.md").Select(Text).FirstOrDefault(""),
            ["train"] = own.Fill(kind.Train),
            ["rewards"] = own.Fill(kind.Rewards),
            ["algorithm"] = own.Fill(kind.Algorithm),
            ["more"] = own.Fill(kind.More),
        };
        AddPaths(values, target, sdk);
        var files = new TemplateFiles(name, values);
        var all = files.Of("project").Concat(files.Of(kind.Folder).Where(file => file.Path != "try.md"));
        if (contract.Package is { } package)
            all = all.Concat(files.Of("package")).Append(new($"sdk/{Path.GetFileName(package)}", File.ReadAllBytes(package)));
        return new(target, name, [.. all]);
    }

    /// <summary>Makes a single file. Nothing is written.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="name">Its name.</param>
    /// <param name="above">The folder to put it into, absolute.</param>
    /// <param name="sdk">What the host brings.</param>
    /// <exception cref="InputException">Something is there already.</exception>
    public static NewProject Of(ProjectKind kind, ComponentName name, string above, HostSdk sdk)
    {
        var values = new Dictionary<string, string>();
        AddPaths(values, above, sdk);
        var file = new TemplateFiles(name, values).Of(kind.Folder).Single();
        var target = Path.Combine(above, file.Path);
        NewFolder.CheckFree(target);
        return new(target, name, [file]) { IsFile = true };
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="InputException">It cannot be written; nothing of it is left.</exception>
    public void Write()
    {
        if (IsFile) NewFolder.Write(Target, Files[0]);
        else NewFolder.Write(Target, Files);
    }

    /// <summary>Paths in a recipe: from its folder inside a checkout, which moves as a whole, else absolute.</summary>
    private static void AddPaths(Dictionary<string, string> values, string folder, HostSdk sdk)
    {
        var checkout = Checkout.Around(folder);
        var (model, schema) = checkout is null ? (sdk.Model, sdk.Schema) : (checkout.Model, checkout.Schema);
        if (checkout is not null) (model, schema) = (Path.GetRelativePath(folder, model), Path.GetRelativePath(folder, schema));
        values["model"] = $"'{model.Replace('\\', '/').Replace("'", "''", StringComparison.Ordinal)}'";
        values["schema"] = schema.Replace('\\', '/');
    }

    private static string ValuesOfTests(ComponentName name)
    {
        var host = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "agro-host.exe" : "agro-host");
        return $"""
              <ItemGroup>
                <AssemblyMetadata Include="Host" Value="{ContractReference.Escape(host)}" />
                <AssemblyMetadata Include="Plugin" Value="$(MSBuildThisFileDirectory)../bin/{name.Class}.dll" />
                <AssemblyMetadata Include="Cases" Value="$(MSBuildThisFileDirectory)cases.jsonl" />
              </ItemGroup>
            """;
    }

    private static string Text(NewFile file) => System.Text.Encoding.UTF8.GetString(file.Content.Span);
}
