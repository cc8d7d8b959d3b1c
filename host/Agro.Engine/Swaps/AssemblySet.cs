using System.Reflection;
using System.Reflection.Metadata;

namespace Agro.Engine.Swaps;

/// <summary>Where a type of another assembly was found.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Image">The assembly that declares it, or should; null for one outside of the set.</param>
/// <param name="Handle">The type; null where it is not.</param>
internal readonly record struct FoundType(string Name, AssemblyImage? Image, TypeDefinitionHandle? Handle);

/// <summary>Finds types and their members among assemblies that lie together.</summary>
/// <param name="images">The assemblies.</param>
internal sealed class AssemblySet(IEnumerable<AssemblyImage> images)
{
    private const int LongestForwarding = 8, DeepestInheritance = 64;
    private static readonly HashSet<string> OfEveryObject = [.. typeof(object)
        .GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Select(member => member.Name)];

    private readonly Dictionary<string, AssemblyImage> byName = images
        .DistinctBy(image => image.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(image => image.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Follows a reference to where the type is declared.</summary>
    /// <param name="from">The assembly that refers to it.</param>
    /// <param name="type">A type, or a use of a generic one, which stands for its definition.</param>
    public FoundType Find(AssemblyImage from, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => new(SignatureText.NameOf(from.Reader, (TypeDefinitionHandle)type), from, (TypeDefinitionHandle)type),
        HandleKind.TypeReference => Find(from.Reader, (TypeReferenceHandle)type),
        HandleKind.TypeSpecification when DefinitionOf(from.Reader, (TypeSpecificationHandle)type) is { } definition => Find(from, definition),
        _ => default,
    };

    /// <summary>Whether a type has a member, or inherits it.</summary>
    public bool Has(AssemblyImage image, TypeDefinitionHandle type, MemberText member)
    {
        var isGeneric = false;
        for (var depth = 0; depth < DeepestInheritance; depth++)
        {
            var definition = image.Reader.GetTypeDefinition(type);
            var declared = MemberText.Of(image.Reader, definition, member.Name);
            if (declared.Any(other => isGeneric ? other.IsLike(member) : other.Is(member))) return true;
            if (member.Name == ConstructorInfo.ConstructorName || definition.BaseType.IsNil) return false;
            isGeneric |= definition.BaseType.Kind == HandleKind.TypeSpecification;
            var parent = Find(image, definition.BaseType);
            // Of a type outside of the set, only that every object inherits from is known; one that is missing is reported as such.
            if (parent is not { Image: { } next, Handle: { } handle })
                return parent.Name is not ("System.Object" or "System.ValueType") || OfEveryObject.Contains(member.Name);
            (image, type) = (next, handle);
        }

        return true;
    }

    private FoundType Find(MetadataReader reader, TypeReferenceHandle type)
    {
        var name = SignatureText.NameOf(reader, type);
        if (AssemblyOf(reader, type) is not { } assembly || !byName.TryGetValue(assembly, out var first)) return new(name, null, null);
        var image = first;
        for (var hop = 0; hop < LongestForwarding; hop++)
        {
            if (image.Find(name) is { } handle) return new(name, image, handle);
            if (image.ForwardOf(name) is not { } next) break;
            if (!byName.TryGetValue(next, out image)) return new(name, null, null);
        }

        return new(name, first, null);
    }

    /// <summary>The simple name of the assembly that a type, or the type around it, is looked for in; null for one of the same assembly.</summary>
    private static string? AssemblyOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            HandleKind.TypeReference => AssemblyOf(reader, (TypeReferenceHandle)scope),
            _ => null,
        };
    }

    /// <summary>The generic type that is used; null for arrays, pointers and the like.</summary>
    private static EntityHandle? DefinitionOf(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var signature = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.TypeHandle ? signature.ReadTypeHandle() : null;
    }
}
