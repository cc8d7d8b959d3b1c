using Agro.Engine.Hooks;
using Agro.Models.Native;

namespace Agro.Engine.Runs;

/// <summary>
/// What takes long before the first step and waits for nothing else: it goes on beside the checks of the recipe, on other threads. A fault
/// comes out where the outcome is asked for, as if the work had been done there.
/// </summary>
internal sealed class RunPreparation
{
    private readonly Dictionary<string, Task<CompiledScript>> _scripts = new(StringComparer.Ordinal);
    private Task<LibTorchReport>? _libTorch;

    /// <summary>Starts to compile scripts.</summary>
    /// <param name="paths">The scripts; absolute.</param>
    public void Compile(IEnumerable<string> paths)
    {
        foreach (var path in paths) _scripts.TryAdd(path, Task.Run(() => ScriptCompiler.Compile(path)));
    }

    /// <summary>A script as it was compiled; it is compiled now when that was not begun.</summary>
    /// <param name="path">The script; absolute.</param>
    /// <exception cref="InputException">It cannot be read, or does not compile.</exception>
    public CompiledScript Script(string path) =>
        _scripts.TryGetValue(path, out var script) ? script.GetAwaiter().GetResult() : ScriptCompiler.Compile(path);

    /// <summary>Starts to load libtorch.</summary>
    /// <param name="directory">A folder with it; null to look for it.</param>
    public void LoadLibTorch(string? directory) => _libTorch ??= Task.Run(() => LibTorch.Load(directory));

    /// <summary>Waits until libtorch is loaded, where that was begun: a user's code may make tensors.</summary>
    /// <exception cref="InputException">It is not there, or does not load.</exception>
    public void AwaitLibTorch() => _libTorch?.GetAwaiter().GetResult();

    /// <summary>Waits until the loading of libtorch has ended in any way: a process that ends in the midst of it may crash.</summary>
    public void Settle()
    {
        if (_libTorch is { } loading) Task.WaitAny([loading], CancellationToken.None);
    }
}
