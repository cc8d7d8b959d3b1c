using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;

namespace Agro.Engine.Swaps;

/// <summary>A method or field, as text that does not depend on the assembly it is read from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whether it is a field, a static or an instance method, and of how many type parameters.</param>
/// <param name="Type">The type of the field, or what the method returns.</param>
/// <param name="Parameters">The types of the method's parameters; null for a field, and for a method that takes any number of them.</param>
internal sealed partial record MemberText(string Name, string Kind, string Type, ImmutableArray<string>? Parameters)
{
    private const string Field = "field";

    /// <summary>Whether it is a method.</summary>
    public bool IsMethod => Kind != Field;

    /// <summary>What an assembly refers to.</summary>
    public static MemberText Of(MetadataReader reader, MemberReference member)
    {
        var name = reader.GetString(member.Name);
        return member.GetKind() == MemberReferenceKind.Field
            ? new(name, Field, member.DecodeFieldSignature(SignatureText.Instance, null), null)
            : Method(name, member.DecodeMethodSignature(SignatureText.Instance, null));
    }

    /// <summary>The methods and fields of a name that a type declares.</summary>
    public static IEnumerable<MemberText> Of(MetadataReader reader, TypeDefinition type, string name)
    {
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
            if (reader.StringComparer.Equals(method.Name, name)) yield return Method(name, method.DecodeSignature(SignatureText.Instance, null));
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
            if (reader.StringComparer.Equals(field.Name, name)) yield return new(name, Field, field.DecodeSignature(SignatureText.Instance, null), null);
    }

    /// <summary>Whether two are one and the same to the runtime.</summary>
    public bool Is(MemberText other) => other.Type == Type && Takes(other);

    /// <summary>Whether two differ in nothing but what they return.</summary>
    public bool Takes(MemberText other) => other.Name == Name && other.Kind == Kind && (Parameters, other.Parameters) switch
    {
        ({ } own, { } others) => own.SequenceEqual(others),
        _ => true,
    };

    /// <summary>Whether two are the same but for type arguments that a base type gives.</summary>
    public bool IsLike(MemberText other) => other.Name == Name && other.Kind == Kind && other.Parameters?.Length == Parameters?.Length;

    /// <summary>The member as C# writes it, with the name of its type before it.</summary>
    public string Describe(string type)
    {
        var owner = Plain(type);
        if (!IsMethod || (Parameters?.Length < 2 && AccessorName().IsMatch(Name))) return $"{owner}.{AccessorName().Replace(Name, "")}";
        var parameters = string.Join(", ", (Parameters ?? []).Select(Plain));
        return Name == ConstructorInfo.ConstructorName ? $"constructor {owner}({parameters})" : $"{owner}.{Name}({parameters})";
    }

    /// <summary>A type as C# writes it.</summary>
    public static string Plain(string type) =>
        Arity().Replace(type, "").Replace('+', '.').Replace("!!", "M", StringComparison.Ordinal).Replace('!', 'T');

    private static MemberText Method(string name, MethodSignature<string> signature)
    {
        var header = signature.Header;
        var kind = FormattableString.Invariant($"{(header.IsInstance ? "instance" : "static")} method of {signature.GenericParameterCount}");
        var takesAny = header.CallingConvention == SignatureCallingConvention.VarArgs;
        return new(name, kind, signature.ReturnType, takesAny ? null : signature.ParameterTypes);
    }

    [GeneratedRegex("^[gs]et_")]
    private static partial Regex AccessorName();

    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();
}
