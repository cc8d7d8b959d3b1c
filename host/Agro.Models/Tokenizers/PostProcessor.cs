using Agro.Models.Tokenizers.Files;

namespace Agro.Models.Tokenizers;

/// <summary>Adds the tokens that a tokenizer puts around a text of its own accord.</summary>
/// <param name="templates">Applied one after the other. A null in one is the place of the text.</param>
internal sealed class PostProcessor(IReadOnlyList<IReadOnlyList<int[]?>> templates)
{
    private const string Supported = "TemplateProcessing, ByteLevel, BertProcessing, RobertaProcessing, Sequence";

    /// <summary>Reads the <c>post_processor</c> of a tokenizer.json.</summary>
    public static PostProcessor Read(JsonPart? part)
    {
        var templates = new List<IReadOnlyList<int[]?>>();
        if (part is { } present) Read(present, templates);
        return new PostProcessor(templates);
    }

    public List<int> Apply(List<int> ids)
    {
        foreach (var template in templates)
        {
            var result = new List<int>(ids.Count + template.Count);
            foreach (var tokens in template) result.AddRange(tokens ?? (IEnumerable<int>)ids);
            ids = result;
        }
        return ids;
    }

    private static void Read(JsonPart part, List<IReadOnlyList<int[]?>> templates)
    {
        switch (part.Type)
        {
            // It only changes offsets into the text.
            case "ByteLevel": break;
            case "TemplateProcessing": templates.Add(Template(part)); break;
            case "BertProcessing" or "RobertaProcessing": templates.Add([Named(part.Required("cls")), null, Named(part.Required("sep"))]); break;
            case "Sequence": part.Required("processors").Items().ForEach(step => Read(step, templates)); break;
            default: throw part.Unsupported(Supported);
        }
    }

    private static List<int[]?> Template(JsonPart part)
    {
        var tokens = part.Required("special_tokens").Properties().ToDictionary(token => token.Name, token => token.Value, StringComparer.Ordinal);
        var template = new List<int[]?>();
        foreach (var piece in part.Required("single").Items())
        {
            if (piece.Optional("SpecialToken") is { } special)
            {
                var name = special.Required("id");
                if (!tokens.TryGetValue(name.Text(), out var token)) throw name.Fault($"'{name.Text()}' is not among its special_tokens");
                template.Add([.. token.Required("ids").Items().Select(id => id.Integer())]);
            }
            else if (piece.Required("Sequence").Required("id") is var sequence && sequence.Text() == "A") template.Add(null);
            else throw sequence.Fault($"is '{sequence.Text()}'; a template for one text has only A");
        }
        return template;
    }

    private static int[] Named(JsonPart pair) => pair.Items() is [_, var id] ? [id.Integer()] : throw pair.Fault("a token's text and its id are needed");
}
