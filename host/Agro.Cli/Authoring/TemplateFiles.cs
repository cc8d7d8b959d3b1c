using System.Text.RegularExpressions;

namespace Agro.Cli.Authoring;

/// <summary>A file to make.</summary>
/// <param name="Path">Its path in the new folder, with forward slashes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record NewFile(string Path, ReadOnlyMemory<byte> Content);

/// <summary>The templates in this assembly, filled in for one name.</summary>
/// <param name="name">The name, in place of <c>TemplateName</c> and <c>template-name</c>.</param>
/// <param name="values">What stands for <c>{{key}}</c>. Where a line has nothing else and the value is empty, the line goes.</param>
internal sealed partial class TemplateFiles(ComponentName name, IReadOnlyDictionary<string, string> values)
{
    private const string Root = "Templates/";

    /// <summary>Fills in the files of a folder of templates.</summary>
    /// <param name="folder">The folder.</param>
    public IEnumerable<NewFile> Of(string folder)
    {
        var prefix = $"{Root}{folder}/";
        return typeof(TemplateFiles).Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => new NewFile(
                Fill(resource[prefix.Length..]), System.Text.Encoding.UTF8.GetBytes(Fill(Read(resource)))));
    }

    /// <summary>Fills in a text.</summary>
    /// <param name="text">The text.</param>
    public string Fill(string text) => Placeholder().Replace(text, match => match.Value switch
    {
        "TemplateName" => name.Class,
        "template-name" => name.Use,
        _ when values[match.Groups["key"].Value] is { Length: > 0 } value => value + match.Groups["end"].Value,
        _ => "",
    });

    /// <summary>Reads a template, with line feeds whatever the checkout that it was built from has.</summary>
    /// <param name="resource">Its name.</param>
    public static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(TemplateFiles).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"TemplateName|template-name|^\{\{(?<key>\w+)\}\}(?<end>\n)|\{\{(?<key>\w+)\}\}", RegexOptions.Multiline)]
    private static partial Regex Placeholder();
}
