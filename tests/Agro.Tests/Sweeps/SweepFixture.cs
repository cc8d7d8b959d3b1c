using Agro.Engine.Recipes;
using Agro.Engine.Sweeps;
using Agro.Tests.Runs;

namespace Agro.Tests.Sweeps;

/// <summary>A folder with a recipe and sweeps of it.</summary>
internal sealed class SweepFixture : IDisposable
{
    private readonly RunFixture _runs = new();

    public SweepFixture() => _runs.Request("unused");

    /// <summary>The folder.</summary>
    public string Folder => _runs.Folder;

    /// <summary>The folder of the sweep's runs.</summary>
    public string Output => Path.Combine(Folder, "out");

    public void Dispose() => _runs.Dispose();

    /// <summary>Writes another file.</summary>
    public string Write(string name, string text) => _runs.Write(name, text);

    /// <summary>Reads a sweep.</summary>
    /// <param name="text">The file; its recipe is <c>recipe.yaml</c>.</param>
    /// <param name="sets">Changes to all recipes.</param>
    public SweepPlan Read(string text, params string[] sets) => SweepReader.Read(new SweepRequest
    {
        Path = Write("sweep.yaml", text),
        Sets = sets,
        PluginPaths = RunFixture.BuiltInPlugins,
        OutputDirectory = Output,
    }, TestContext.Current.CancellationToken);

    /// <summary>The faults of a sweep, with its folder left out.</summary>
    public string[] Faults(string text, params string[] sets) =>
        [.. Assert.Throws<RecipeException>(() => Read(text, sets)).Faults.Select(fault => fault.ToString().Replace(Folder + Path.DirectorySeparatorChar, ""))];
}
