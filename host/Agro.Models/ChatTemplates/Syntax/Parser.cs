using System.Runtime.CompilerServices;
using Agro.Models.ChatTemplates.Statements;

namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>Reads templates.</summary>
internal sealed partial class Parser
{
    // Tags, brackets and signs that are in each other.
    private const int DeepestNesting = 100;

    private readonly TokenStream _tokens;

    // The names that each macro around the present place uses, for what Jinja gives to a macro only when it does.
    private readonly List<HashSet<string>> _usedNames = [];

    // Filters and tests that there are none of.
    private readonly List<TemplateFault> _missing = [];
    private int _nesting, _loops, _branches;

    private Parser(TokenStream tokens) => _tokens = tokens;

    /// <summary>Reads a template.</summary>
    /// <param name="source">The template, normalized.</param>
    /// <exception cref="TemplateFault">It is not well formed, or uses what is not supported.</exception>
    public static Statement Parse(string source)
    {
        var parser = new Parser(new(TagScanner.Scan(source)));
        var body = parser.ParseBody();
        return parser._missing is [var missing, ..] ? throw missing : body;
    }

    private T Nested<T>(Func<T> parse)
    {
        if (++_nesting > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TemplateFault($"tags or brackets are in each other more than {DeepestNesting} deep", _tokens.Current.Offset);
        var result = parse();
        _nesting--;
        return result;
    }
}
