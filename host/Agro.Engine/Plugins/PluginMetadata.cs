using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Agro.Engine.Plugins;

/// <summary>A class that says it is a component.</summary>
/// <param name="Name">The name in its attribute.</param>
/// <param name="ClassName">The class as reflection names it.</param>
internal sealed record ComponentMetadata(string Name, string ClassName);

/// <summary>What an assembly's metadata says, read without running or loading any of it.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="References">What it refers to.</param>
internal sealed record PluginMetadata(string Path, string Name, ImmutableArray<AssemblyName> References)
{
    /// <summary>Its informational version, or else its assembly version.</summary>
    public required string Version { get; init; }

    /// <summary>Its component classes.</summary>
    public required ImmutableArray<ComponentMetadata> Components { get; init; }

    /// <summary>What it calls that is known to keep it in memory once it is replaced.</summary>
    public ImmutableArray<string> Pinning { get; init; } = [];

    /// <summary>The version of the contract that it was built for; null when it does not know the contract.</summary>
    public Version? Contract => References.FirstOrDefault(reference => reference.Name == SharedAssemblies.ContractName)?.Version;

    /// <summary>Reads an assembly.</summary>
    /// <returns>The metadata; null when the file is not a .NET assembly.</returns>
    public static PluginMetadata? TryRead(string path)
    {
        try
        {
            using var stream = FileBytes.Open(path);
            // Read at once: otherwise the file is mapped, and whoever cuts it short meanwhile ends this process.
            using var image = new PEReader(stream, PEStreamOptions.PrefetchMetadata);
            return image.HasMetadata && image.GetMetadataReader() is { IsAssembly: true } reader ? Read(path, reader) : null;
        }
        catch (Exception exception) when (DamagedImage.Is(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{DisplayPath.Of(path)}: cannot be read: {exception.Message}", exception);
        }
    }

    private static PluginMetadata Read(string path, MetadataReader reader)
    {
        var assembly = reader.GetAssemblyDefinition();
        var references = reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName());
        return new PluginMetadata(path, reader.GetString(assembly.Name), [.. references])
        {
            Version = TextOf<AssemblyInformationalVersionAttribute>(reader, assembly.GetCustomAttributes()) ?? assembly.Version.ToString(),
            Components = [.. FindComponents(reader)],
            Pinning = PinningReferences.Of(reader),
        };
    }

    private static IEnumerable<ComponentMetadata> FindComponents(MetadataReader reader)
    {
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (TextOf<ComponentAttribute>(reader, type.GetCustomAttributes()) is { } name) yield return new(name, NameOf(reader, type));
        }
    }

    private static string NameOf(MetadataReader reader, TypeDefinition type)
    {
        var name = reader.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer) return $"{NameOf(reader, reader.GetTypeDefinition(outer))}+{name}";
        return type.Namespace.IsNil ? name : $"{reader.GetString(type.Namespace)}.{name}";
    }

    /// <summary>The first argument of an attribute that takes a string.</summary>
    private static string? TextOf<TAttribute>(MetadataReader reader, CustomAttributeHandleCollection handles)
    {
        foreach (var attribute in handles.Select(reader.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference) continue;
            var type = reader.GetTypeReference((TypeReferenceHandle)parent);
            if (!reader.StringComparer.Equals(type.Name, typeof(TAttribute).Name)) continue;
            if (!reader.StringComparer.Equals(type.Namespace, typeof(TAttribute).Namespace!)) continue;
            var value = reader.GetBlobReader(attribute.Value);
            value.ReadUInt16(); // The prolog of every attribute value.
            return value.ReadSerializedString();
        }

        return null;
    }
}
