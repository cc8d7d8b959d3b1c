using System.Text;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>
/// Text with <c>{field}</c> placeholders; <c>{{</c> and <c>}}</c> stand for the braces themselves, and <c>{field|lines}</c> for the items of a
/// list, one a line.
/// </summary>
internal sealed class PromptTemplate
{
    private const string Lines = "|lines";
    private readonly List<(string Text, bool IsField)> _parts = [];

    /// <summary>Reads a template.</summary>
    /// <param name="template">The template.</param>
    /// <exception cref="InputException">A brace is left open or closes nothing.</exception>
    public PromptTemplate(string template)
    {
        var literal = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var character = template[i];
            if (character is not ('{' or '}'))
            {
                literal.Append(character);
            }
            else if (i + 1 < template.Length && template[i + 1] == character)
            {
                literal.Append(character);
                i++;
            }
            else
            {
                var end = template.IndexOf('}', i);
                if (character == '}' || end < 0)
                    throw new InputException($"prompt_template: the brace at character {i + 1} has no partner ({{{{ or }}}} is a brace)");
                _parts.Add((literal.ToString(), false));
                _parts.Add((template[(i + 1)..end].Trim(), true));
                literal.Clear();
                i = end;
            }
        }
        _parts.Add((literal.ToString(), false));
    }

    /// <summary>Fills the template.</summary>
    /// <param name="row">Where the fields come from.</param>
    /// <exception cref="InputException">The row lacks a field, or a field is no list that should be one.</exception>
    public string Fill(DataRow row) => Fill(field => TextOf(row, field));

    /// <summary>Fills the template.</summary>
    /// <param name="textOf">The text of a field.</param>
    public string Fill(Func<string, string> textOf) => string.Concat(_parts.Select(part => part.IsField ? textOf(part.Text) : part.Text));

    private static string TextOf(DataRow row, string field)
    {
        if (!field.EndsWith(Lines, StringComparison.Ordinal) || row.Columns.ContainsKey(field)) return row.Text(field, "prompt_template");
        var column = field[..^Lines.Length].Trim();
        var list = row.Find(column) ?? throw row.Missing(column, "prompt_template");
        if (!list.IsList) throw list.Unlike("a list");
        return string.Join('\n', Enumerable.Range(0, list.Value.GetArrayLength()).Select(i => list.At(i).AsWritten()));
    }
}
