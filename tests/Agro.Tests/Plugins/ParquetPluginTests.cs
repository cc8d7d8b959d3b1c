using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Agro.Engine.Plugins;
using Agro.Tests.DataSources;
using Agro.Tests.Runs;
using Parquet.Serialization;

namespace Agro.Tests.Plugins;

/// <summary>The data sources bring a library of their own: it stays with them, and leaves with them.</summary>
public sealed class ParquetPluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_library_lies_beside_the_plugin_and_not_beside_the_host()
    {
        await WriteAsync();
        var plugin = RunFixture.BuiltInPlugins.Single(path => path.Contains("DataSources", StringComparison.Ordinal));
        var catalog = PluginCatalog.Load(new() { BuiltInFolder = null, Paths = [plugin] });
        Assert.Empty(catalog.Notices);
        Assert.Equal(12, Count(catalog));
        var context = Assert.Single(catalog.Plugins).Context;
        Assert.NotSame(AssemblyLoadContext.Default, context);
        Assert.Contains(context.Assemblies, assembly => assembly.GetName().Name == "Parquet");

        var host = Path.Combine(Path.GetDirectoryName(plugin)!, "..", "..", "Agro.Cli", Path.GetFileName(Path.GetDirectoryName(plugin)!));
        Assert.True(File.Exists(Path.Combine(host, "plugins", "Agro.Plugins.DataSources", "Parquet.dll")), host);
        Assert.False(File.Exists(Path.Combine(host, "Parquet.dll")));
    }

    [Fact]
    public async Task A_plugin_that_read_such_a_file_leaves_memory()
    {
        await WriteAsync();
        var context = LoadReadAndUnload();
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference LoadReadAndUnload()
    {
        var plugin = RunFixture.BuiltInPlugins.Single(path => path.Contains("DataSources", StringComparison.Ordinal));
        var catalog = PluginCatalog.Load(new() { BuiltInFolder = null, Paths = [plugin] });
        Assert.Equal(12, Count(catalog));
        var context = catalog.Plugins[0].Context;
        context.Unload();
        return new(context);
    }

    private long? Count(PluginCatalog catalog)
    {
        var component = catalog.Find(ComponentKind.DataSource, "parquet")!;
        var options = Activator.CreateInstance(component.OptionsType!)!;
        component.OptionsType!.GetProperty("Path")!.SetValue(options, _folder.Of("data.parquet"));
        var source = ComponentFactory.Create<IDataSource>(component, options);
        using var held = source as IDisposable;
        return source.Count;
    }

    private Task WriteAsync() => ParquetSerializer.SerializeAsync(
        Enumerable.Range(0, 12).Select(ParquetRow.Make), _folder.Of("data.parquet"), new() { CompressionMethod = Parquet.CompressionMethod.Zstd },
        null, TestContext.Current.CancellationToken);
}
