using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace Agro.Engine.Hooks;

/// <summary>
/// What a hook may use without asking. A short list, because Roslyn's own default reads every assembly of the framework anew for
/// each compilation, which costs 35 MB of native memory each time.
/// </summary>
internal static class ScriptReferences
{
    private static readonly string[] Framework =
    [
        "System.Private.CoreLib", "System.Private.Uri", "System.Runtime", "System.Runtime.Extensions", "System.Runtime.Numerics",
        "System.Runtime.InteropServices", "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable",
        "System.Console", "System.ComponentModel.Primitives", "System.Diagnostics.Process", "System.IO.Compression", "System.Linq",
        "System.Memory", "System.Net.Http", "System.Net.Primitives", "System.Text.Json", "System.Text.RegularExpressions",
        "System.Threading", "netstandard",
    ];

    private static readonly Lazy<ImmutableArray<MetadataReference>> Loaded = new(() =>
        [.. Framework.Select(Assembly.Load).Append(typeof(HookScript).Assembly).Append(typeof(TorchSharp.torch).Assembly).Select(Refer)]);

    /// <summary>The references; read once, shared by all compilations.</summary>
    public static ImmutableArray<MetadataReference> All => Loaded.Value;

    /// <summary>The namespaces that are open in a hook.</summary>
    public static ImmutableArray<string> Usings { get; } =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text.Json.Nodes", "System.Threading.Tasks", "Agro",
    ];

    /// <summary>Refers to the metadata in memory, so that it also works in a single-file host, where assemblies have no path.</summary>
    private static unsafe PortableExecutableReference Refer(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var blob, out var length)) throw new InvalidOperationException($"{assembly} has no metadata");
        var metadata = AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)blob, length));
        return metadata.GetReference(display: assembly.GetName().Name);
    }
}
