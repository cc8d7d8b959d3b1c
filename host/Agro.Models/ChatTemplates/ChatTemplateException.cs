using System.Globalization;

namespace Agro.Models.ChatTemplates;

/// <summary>
/// A chat template that is not well formed, uses what is not supported, asks for too much, or itself refuses the conversation.
/// </summary>
/// <param name="template">The template: a file.</param>
/// <param name="line">The line in the template, counted from 1.</param>
/// <param name="column">The column, counted from 1.</param>
/// <param name="reason">What is wrong.</param>
public sealed class ChatTemplateException(string template, int line, int column, string reason)
    : InputException(string.Create(CultureInfo.InvariantCulture, $"{template}:{line}:{column}: {reason}"))
{
    /// <summary>The line in the template, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, counted from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; } = reason;
}
