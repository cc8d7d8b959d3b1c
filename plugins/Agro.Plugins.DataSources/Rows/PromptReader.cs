using System.Collections.Immutable;
using System.Globalization;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Makes prompts of rows.</summary>
internal sealed class PromptReader
{
    private readonly ColumnOptions _options;
    private readonly PromptTemplate? _template;
    private readonly AnswerPattern? _pattern;

    /// <summary>Looks at the options.</summary>
    /// <param name="options">What the columns mean.</param>
    /// <exception cref="InputException">They exclude each other, or the template or the pattern is none.</exception>
    public PromptReader(ColumnOptions options)
    {
        string?[] sources = [options.PromptField, options.PromptTemplate, options.MessagesField];
        if (sources.Count(source => source is not null) > 1)
            throw new InputException("prompt_field, prompt_template and messages_field exclude each other: give one");
        _options = options;
        _template = options.PromptTemplate is null ? null : new PromptTemplate(options.PromptTemplate);
        _pattern = options.AnswerPattern is null ? null : new AnswerPattern(options.AnswerPattern);
    }

    private string PromptColumn => _options.PromptField ?? "prompt";

    /// <summary>Makes a prompt without completions.</summary>
    /// <param name="row">The row.</param>
    /// <param name="number">Its number, which identifies the prompt where the data does not.</param>
    /// <param name="leftOut">Columns that are no fields of the prompt.</param>
    /// <exception cref="InputException">The row is not what the options say.</exception>
    public Prompt Read(DataRow row, long number, IReadOnlySet<string> leftOut)
    {
        var conversation = ConversationOf(row);
        var messages = Messages(row, conversation);
        var demonstration = row.Find(_options.DemonstrationField, "demonstration_field", "demonstration")?.AsWritten();
        if (messages is [.. var asked, { Role: Role.Assistant } given])
        {
            messages = [.. asked];
            demonstration ??= given.Content;
        }

        return new Prompt
        {
            Id = row.Find(_options.IdField, "id_field", "id")?.AsWritten() ?? number.ToString(CultureInfo.InvariantCulture),
            Text = conversation is null ? Text(row) : string.Join('\n', messages.Select(message => message.Content)),
            Messages = messages,
            Answer = Answer(row),
            Demonstration = demonstration,
            Fields = row.Texts(leftOut),
        };
    }

    private ImmutableArray<Message>? ConversationOf(DataRow row) => this switch
    {
        { _options.MessagesField: { } column } => Conversation.Read(row, column, "messages_field"),
        { _template: null } when row.Find(PromptColumn) is { IsConversation: true } list => Conversation.Read(list, "prompt_field"),
        _ => null,
    };

    private ImmutableArray<Message> Messages(DataRow row, ImmutableArray<Message>? conversation)
    {
        var messages = conversation ?? (_options is { Chat: false, SystemPrompt: null } ? [] : [new(Role.User, Text(row))]);
        return _options.SystemPrompt is { } system && messages.All(message => message.Role != Role.System)
            ? messages.Insert(0, new(Role.System, system))
            : messages;
    }

    private string Text(DataRow row) => _template?.Fill(row) ?? row.Text(PromptColumn, "prompt_field");

    private string? Answer(DataRow row)
    {
        var text = row.Find(_options.AnswerField, "answer_field", "answer")?.AsWritten();
        if (_pattern is null) return text;
        var column = _options.AnswerField ?? "answer";
        return _pattern.Extract(text ?? throw row.Missing(column, "answer_pattern"), row, column);
    }
}
