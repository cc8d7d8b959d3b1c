using Agro.Models.ChatTemplates.Builtins;
using Agro.Models.ChatTemplates.Statements;
using Agro.Models.ChatTemplates.Syntax;

namespace Agro.Models.ChatTemplates;

/// <summary>
/// A template in the language of Jinja2 3.1, as transformers sets it up: a sandbox without changes to what is given, <c>trim_blocks</c>,
/// <c>lstrip_blocks</c>, <c>break</c> and <c>continue</c>, <c>generation</c>, its own <c>tojson</c>, <c>raise_exception</c> and
/// <c>strftime_now</c>. Safe to use from several threads.
/// </summary>
internal sealed class JinjaTemplate
{
    private readonly string _source, _name;
    private readonly TemplateLimits _limits;
    private readonly Statement _body;

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="name">What faults call it: a file.</param>
    /// <param name="limits">What it may ask for; null for what any may.</param>
    /// <exception cref="ChatTemplateException">It is not well formed, or uses what is not supported.</exception>
    public JinjaTemplate(string text, string name, TemplateLimits? limits = null)
    {
        (Text, _source, _name, _limits) = (text, TagScanner.Normalize(text), name, limits ?? TemplateLimits.Standard);
        _body = Guard(() => _source.Length <= _limits.Source
            ? Parser.Parse(_source)
            : throw new TemplateFault($"the template has {_source.Length} characters, and may have {_limits.Source}", 0));
    }

    /// <summary>The template as it is written.</summary>
    public string Text { get; }

    /// <summary>Renders it.</summary>
    /// <param name="variables">The variables that it sees.</param>
    /// <param name="now">The time that it sees.</param>
    /// <exception cref="ChatTemplateException">It refused, failed, or asked for too much.</exception>
    public string Render(IEnumerable<KeyValuePair<string, object?>> variables, DateTime now) => Guard(() =>
    {
        var globals = new Scope(new Rendering(_limits, now));
        Globals.Define(globals);
        foreach (var (name, value) in variables) globals[name] = value;
        var output = new TextOutput(globals.Rendering);
        _body.Execute(globals.Inner(), output);
        return output.ToString();
    });

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (TemplateFault fault)
        {
            var (line, column) = Position(fault.Offset ?? 0);
            throw new ChatTemplateException(_name, line, column, fault.Message);
        }
    }

    private (int Line, int Column) Position(int offset)
    {
        var before = _source.AsSpan(0, offset);
        return (before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }
}
