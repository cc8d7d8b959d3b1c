using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Agro.Engine.Swaps;

/// <summary>The types of an assembly of a set. Its bytes are in memory, so that whoever writes the file does not disturb the reading.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly PEReader image;
    private readonly Dictionary<string, TypeDefinitionHandle> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> forwards = new(StringComparer.Ordinal);

    private AssemblyImage(string file, PEReader image)
    {
        (File, this.image, Reader) = (file, image, image.GetMetadataReader());
        Name = Reader.GetString(Reader.GetAssemblyDefinition().Name);
        foreach (var handle in Reader.TypeDefinitions) types.TryAdd(SignatureText.NameOf(Reader, handle), handle);
        foreach (var handle in Reader.ExportedTypes)
            if (Forward(handle) is { } forward) forwards.TryAdd(forward.Type, forward.Assembly);
    }

    /// <summary>The file, without its folder.</summary>
    public string File { get; }

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    /// <summary>Its metadata.</summary>
    public MetadataReader Reader { get; }

    /// <summary>Reads an assembly.</summary>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="content">The whole file.</param>
    /// <returns>The assembly; null when the file is none.</returns>
    public static AssemblyImage? TryRead(string path, byte[] content)
    {
        var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(content));
        try
        {
            if (image.HasMetadata && image.GetMetadataReader().IsAssembly) return new(Path.GetFileName(path), image);
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            // What is wrong with it, the check of the file says.
        }

        image.Dispose();
        return null;
    }

    /// <summary>Finds a type that it declares.</summary>
    public TypeDefinitionHandle? Find(string type) => types.TryGetValue(type, out var handle) ? handle : null;

    /// <summary>The simple name of the assembly that a type has gone to; null when it says nothing of the type.</summary>
    public string? ForwardOf(string type) => forwards.GetValueOrDefault(type);

    public void Dispose() => image.Dispose();

    private (string Type, string Assembly)? Forward(ExportedTypeHandle handle)
    {
        var type = Reader.GetExportedType(handle);
        var name = SignatureText.Join(Reader.GetString(type.Namespace), Reader.GetString(type.Name));
        return type.Implementation.Kind switch
        {
            HandleKind.AssemblyReference =>
                (name, Reader.GetString(Reader.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation).Name)),
            HandleKind.ExportedType when Forward((ExportedTypeHandle)type.Implementation) is { } outer => ($"{outer.Type}+{name}", outer.Assembly),
            _ => null,
        };
    }
}
