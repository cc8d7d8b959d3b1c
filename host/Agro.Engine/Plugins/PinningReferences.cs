using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Agro.Engine.Plugins;

/// <summary>
/// What an assembly calls that is known to keep the load context of its caller in memory: caches by type that are never emptied, and
/// ways to leave something running or registered. Measured on .NET 10.
/// </summary>
internal static class PinningReferences
{
    private static readonly FrozenSet<string> Types = new[]
    {
        "System.Text.Json.JsonSerializer", "Newtonsoft.Json.JsonConvert", "Newtonsoft.Json.JsonSerializer",
        "System.ComponentModel.TypeDescriptor", "System.ComponentModel.DataAnnotations.Validator",
        "Microsoft.CSharp.RuntimeBinder.Binder", "System.Reflection.DispatchProxy", "System.Threading.Thread", "System.Threading.Timer",
        "System.Timers.Timer", "System.Threading.PeriodicTimer", "System.Threading.AsyncLocal`1",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Members = new[]
    {
        "System.Runtime.InteropServices.GCHandle.Alloc", "System.Console.add_CancelKeyPress", "System.AppDomain.add_ProcessExit",
        "System.AppDomain.add_UnhandledException", "System.AppDomain.add_AssemblyResolve", "System.Threading.CancellationToken.Register",
        "System.Threading.ThreadPool.RegisterWaitForSingleObject", "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.Delay",
        "System.Threading.Tasks.TaskScheduler.add_UnobservedTaskException",
    }.ToFrozenSet();

    /// <summary>Finds what an assembly calls of these.</summary>
    /// <param name="reader">Its metadata.</param>
    /// <returns>Short names, such as <c>JsonSerializer</c> or <c>GCHandle.Alloc</c>, each once.</returns>
    public static ImmutableArray<string> Of(MetadataReader reader) =>
        [.. reader.MemberReferences.Select(handle => Find(reader, reader.GetMemberReference(handle))).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static string? Find(MetadataReader reader, MemberReference member)
    {
        if (TypeOf(reader, member.Parent) is not { } type) return null;
        var (space, name) = (reader.GetString(type.Namespace), reader.GetString(type.Name));
        if (Types.Contains($"{space}.{name}")) return name.Split('`')[0];
        var called = reader.GetString(member.Name);
        return Members.Contains($"{space}.{name}.{called}") ? $"{name}.{called.Replace("add_", "", StringComparison.Ordinal)}" : null;
    }

    /// <summary>The type that a member belongs to; of an instance of a generic type, what is named first in its signature.</summary>
    private static TypeReference? TypeOf(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference) return reader.GetTypeReference((TypeReferenceHandle)parent);
        if (parent.Kind != HandleKind.TypeSpecification) return null;
        var signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
        signature.ReadSignatureTypeCode();
        var generic = signature.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference ? reader.GetTypeReference((TypeReferenceHandle)generic) : null;
    }
}
