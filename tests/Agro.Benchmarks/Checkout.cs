namespace Agro.Benchmarks;

/// <summary>The checkout that the benchmarks were built in.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    /// <exception cref="InvalidOperationException">The benchmarks lie elsewhere.</exception>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Agro.sln"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("run this from a checkout");
        }
    }

    /// <summary>Its plugins, as they were built with the benchmarks.</summary>
    public static IReadOnlyList<string> BuiltInPlugins =>
        [.. new[] { "Rewards", "DataSources", "PolicyGradients" }.Select(name => Path.Combine(
            Root, "artifacts", "bin", $"Agro.Plugins.{name}", new DirectoryInfo(AppContext.BaseDirectory).Name, $"Agro.Plugins.{name}.dll"))];

    /// <summary>The folder of one of its models.</summary>
    /// <param name="name">The model.</param>
    public static string Model(string name) => Path.Combine(Root, "recipes", "models", name);
}
