using System.Reflection.Metadata;

namespace Agro.Engine.Swaps;

/// <summary>
/// Tells whether assemblies that lie together were built together: every type, method and field that one uses of another must be
/// there. What they use of assemblies that are not among them is not looked at.
/// </summary>
internal static class AssemblyLinks
{
    /// <summary>Compares assemblies with each other.</summary>
    /// <param name="images">The assemblies.</param>
    /// <returns>What is not there, a line each.</returns>
    /// <exception cref="BadImageFormatException">An assembly is damaged.</exception>
    public static IEnumerable<string> Faults(IReadOnlyCollection<AssemblyImage> images)
    {
        var set = new AssemblySet(images);
        return images.SelectMany(image => Types(set, image).Concat(Members(set, image))
            .Distinct()
            .Select(what => $"{image.File} {what}, which that file does not have: the two are from different builds"));
    }

    private static IEnumerable<string> Types(AssemblySet set, AssemblyImage image)
    {
        foreach (var handle in image.Reader.TypeReferences)
            if (set.Find(image, handle) is { Image: { } other, Handle: null } missing)
                yield return $"uses {other.File}'s {MemberText.Plain(missing.Name)}";
    }

    private static IEnumerable<string> Members(AssemblySet set, AssemblyImage image)
    {
        foreach (var reference in image.Reader.MemberReferences.Select(image.Reader.GetMemberReference))
        {
            if (set.Find(image, reference.Parent) is not { Image: { } other, Handle: { } type } found || other == image) continue;
            var member = MemberText.Of(image.Reader, reference);
            if (set.Has(other, type, member)) continue;
            var verb = member.IsMethod ? "calls" : "uses";
            yield return $"{verb} {other.File}'s {member.Describe(found.Name)}{Difference(other, type, member)}";
        }
    }

    /// <summary>What the name alone does not show: another result, or another kind of method.</summary>
    private static string Difference(AssemblyImage image, TypeDefinitionHandle type, MemberText member)
    {
        var namesakes = MemberText.Of(image.Reader, image.Reader.GetTypeDefinition(type), member.Name).ToList();
        if (namesakes.Any(other => other.Takes(member))) return $" of type {MemberText.Plain(member.Type)}";
        return namesakes.Any(other => (other with { Kind = member.Kind }).Takes(member)) ? $" as {member.Kind}" : "";
    }
}
