using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Jsonl;

/// <summary>
/// Prompts from a file with one JSON object a line (<c>.jsonl</c>, or gzipped). Every line is checked when the source is made, so
/// that a fault in the last line shows before the first step; plain files are then read from disk line by line as prompts are asked
/// for.
/// </summary>
[Component("jsonl")]
internal sealed class JsonlSource : IDataSource, IDisposable
{
    private readonly JsonlOptions _options;
    private readonly LineFile _file;
    private readonly PromptTemplate? _template;
    private readonly AnswerPattern? _pattern;
    private readonly int _count;

    /// <summary>Opens the file and checks its lines.</summary>
    /// <param name="options">The file and what its fields mean.</param>
    /// <exception cref="InputException">
    /// The file cannot be read or holds no prompt, a line is not what the options say, or the options exclude each other.
    /// </exception>
    public JsonlSource(JsonlOptions options)
    {
        string?[] sources = [options.PromptField, options.PromptTemplate, options.MessagesField];
        if (sources.Count(source => source is not null) > 1)
            throw new InputException("jsonl: prompt_field, prompt_template and messages_field exclude each other: give one");
        _options = options;
        _template = options.PromptTemplate is null ? null : new PromptTemplate(options.PromptTemplate);
        _pattern = options.AnswerPattern is null ? null : new AnswerPattern(options.AnswerPattern);
        _file = new LineFile(options.Path);
        try
        {
            if (_file.Count == 0) throw new InputException($"{options.Path}: empty: one JSON object a line is wanted");
            if (_file.Count <= options.Skip)
                throw new InputException($"{options.Path}: skip is {options.Skip}, but there are only {_file.Count} lines");
            _count = Math.Min(_file.Count - options.Skip, options.Limit ?? int.MaxValue);
            for (var index = 0; index < _count; index++) Make(index);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long? Count => _count;

    /// <inheritdoc/>
    public ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
        return new(Make((int)index));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Prompt Make(int index)
    {
        var at = index + _options.Skip;
        var number = _file.NumberOf(at);
        var line = JsonLine.Parse($"{_options.Path}:{number}", _file.Read(at));
        var messages = Messages(line);
        var demonstration = Column(line, _options.DemonstrationField, "demonstration", "demonstration_field");
        if (messages is [.. var asked, { Role: Role.Assistant } given])
        {
            messages = [.. asked];
            demonstration ??= given.Content;
        }
        return new Prompt
        {
            Id = Column(line, _options.IdField, "id", "id_field") ?? $"{number}",
            Text = _options.MessagesField is null ? Text(line) : string.Join('\n', messages.Select(message => message.Content)),
            Messages = messages,
            Answer = Answer(line),
            Demonstration = demonstration,
            Fields = line.Texts(),
        };
    }

    private string Text(JsonLine line) => _template?.Fill(line) ?? line.Text(_options.PromptField ?? "prompt", "prompt_field");

    private ImmutableArray<Message> Messages(JsonLine line)
    {
        ImmutableArray<Message> messages = _options switch
        {
            { MessagesField: { } column } => Conversation.Read(line, column),
            { Chat: false, SystemPrompt: null } => [],
            _ => [new(Role.User, Text(line))],
        };
        return _options.SystemPrompt is { } system && messages.All(message => message.Role != Role.System)
            ? messages.Insert(0, new(Role.System, system))
            : messages;
    }

    private string? Answer(JsonLine line)
    {
        var text = Column(line, _options.AnswerField, "answer", "answer_field");
        if (_pattern is null) return text;
        var column = _options.AnswerField ?? "answer";
        return _pattern.Extract(text ?? throw line.Missing(column, "answer_pattern"), line, column);
    }

    // A field that the recipe names must be there; one that goes by its usual name may be absent.
    private static string? Column(JsonLine line, string? named, string usual, string option) =>
        named is null ? line.TextOrNull(usual) : line.Text(named, option);
}
