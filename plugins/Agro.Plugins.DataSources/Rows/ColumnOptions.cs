using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>What the fields of a data set mean.</summary>
internal abstract record ColumnOptions
{
    /// <summary>The field that holds the prompt: a text, or a conversation as in messages_field. <c>prompt</c> when left out.</summary>
    public string? PromptField { get; init; }

    /// <summary>
    /// The prompt as text with <c>{field}</c> placeholders, such as <c>"Question: {question}\nAnswer:"</c>; instead of prompt_field.
    /// <c>{options|lines}</c> stands for the items of a list, one a line.
    /// </summary>
    public string? PromptTemplate { get; init; }

    /// <summary>
    /// The field that holds the prompt as a conversation, a list of objects with role and content; instead of prompt_field. A last
    /// message of the assistant is no part of the prompt: it is the demonstration, unless demonstration_field names another.
    /// </summary>
    public string? MessagesField { get; init; }

    /// <summary>Whether the prompt is a user's message, rendered by the policy's chat template. Off: plain text.</summary>
    public bool Chat { get; init; }

    /// <summary>A system message before every conversation that has none. Implies chat.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>The field that holds the ground-truth answer. <c>answer</c>, in rows that have it, when left out.</summary>
    public string? AnswerField { get; init; }

    /// <summary>
    /// A regular expression that finds the final answer within the answer field: the first group of its last match, such as
    /// <c>"#### (.+)"</c> for GSM8K. The whole field when left out.
    /// </summary>
    public string? AnswerPattern { get; init; }

    /// <summary>The field that holds a completion worth imitating. <c>demonstration</c>, in rows that have it, when left out.</summary>
    public string? DemonstrationField { get; init; }

    /// <summary>The field that identifies the prompt. <c>id</c>, or the row's number where there is none, when left out.</summary>
    public string? IdField { get; init; }

    /// <summary>Which prompts are left out. None when left out.</summary>
    public FilterOptions? Filter { get; init; }

    /// <summary>
    /// Takes easy prompts first. The source is then endless and keeps its own order, whatever data.shuffle says. No curriculum when left out.
    /// </summary>
    public CurriculumOptions? Curriculum { get; init; }

    /// <summary>How many rows to leave out at the beginning; blank lines are not counted.</summary>
    [Range(0, int.MaxValue)]
    public int Skip { get; init; }

    /// <summary>How many rows to take at most, before the filter; all when left out.</summary>
    [Range(1, int.MaxValue)]
    public int? Limit { get; init; }
}
