using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Agro.Engine.Plugins;

/// <summary>
/// The summaries of the XML documentation file that a compiler writes beside an assembly. It holds text only, never a type, so it may
/// outlive the plugin that it documents.
/// </summary>
public sealed partial class DocumentationFile
{
    private readonly Dictionary<string, XElement> members;

    private DocumentationFile(Dictionary<string, XElement> members) => this.members = members;

    /// <summary>Reads the documentation of an assembly. A file that is absent or broken documents nothing.</summary>
    /// <param name="path">The XML file, or the assembly that it lies beside.</param>
    /// <returns>The documentation.</returns>
    public static DocumentationFile Read(string path)
    {
        var file = Path.ChangeExtension(path, ".xml");
        try
        {
            if (!File.Exists(file)) return new([]);
            using var stream = FileBytes.Open(file);
            return Parse(XDocument.Load(stream));
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            return new([]);
        }
    }

    /// <summary>Looks up the summary of a type, property or field as plain text on one line.</summary>
    /// <param name="member">The type, property or field.</param>
    /// <returns>The summary, or null.</returns>
    public string? SummaryOf(MemberInfo member)
    {
        var summary = members.GetValueOrDefault(IdOf(member))?.Element("summary") ?? ParameterOf(member);
        if (summary is null) return null;
        var text = new StringBuilder();
        Flatten(summary, text);
        var line = Spaces().Replace(text.ToString(), " ").Trim();
        return line.Length == 0 ? null : line;
    }

    private static DocumentationFile Parse(XDocument document)
    {
        var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var member in document.Descendants("member"))
            if (member.Attribute("name")?.Value is { } id) members[id] = member;
        return new(members);
    }

    /// <summary>The property of a positional record is documented as a parameter of the record.</summary>
    private XElement? ParameterOf(MemberInfo member) => member is not PropertyInfo { DeclaringType: { } type }
        ? null
        : members.GetValueOrDefault(IdOf(type))?.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == member.Name);

    private static string IdOf(MemberInfo member) => member switch
    {
        Type type => "T:" + NameOf(type),
        PropertyInfo { DeclaringType: { } type } => $"P:{NameOf(type)}.{member.Name}",
        FieldInfo { DeclaringType: { } type } => $"F:{NameOf(type)}.{member.Name}",
        _ => "",
    };

    private static string NameOf(Type type) =>
        ((type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name).Replace('+', '.');

    private static void Flatten(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain) text.Append(plain.Value);
            if (node is not XElement child) continue;
            if (child.Name.LocalName is "para" or "br" or "item" or "description") text.Append(' ');
            if (child.IsEmpty) text.Append(Reference(child));
            else Flatten(child, text);
            if (child.Name.LocalName is "para" or "item" or "term") text.Append(' ');
        }
    }

    /// <summary>A property or an enum member is known to the reader of a recipe by its name there.</summary>
    private static string Reference(XElement element)
    {
        if ((element.Attribute("langword") ?? element.Attribute("name") ?? element.Attribute("href"))?.Value is { } word) return word;
        if (element.Attribute("cref")?.Value is not { } id) return "";
        var path = id.Split('(')[0];
        var name = path[(path.LastIndexOfAny(['.', ':']) + 1)..].Split('`')[0];
        return id.StartsWith("P:", StringComparison.Ordinal) || id.StartsWith("F:", StringComparison.Ordinal)
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(name)
            : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
