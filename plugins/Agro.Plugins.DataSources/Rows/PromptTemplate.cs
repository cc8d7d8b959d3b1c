using System.Text;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Text with <c>{field}</c> placeholders; <c>{{</c> and <c>}}</c> stand for the braces themselves.</summary>
internal sealed class PromptTemplate
{
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
    /// <exception cref="InputException">The row lacks a field.</exception>
    public string Fill(DataRow row) =>
        string.Concat(_parts.Select(part => part.IsField ? row.Text(part.Text, "prompt_template") : part.Text));
}
