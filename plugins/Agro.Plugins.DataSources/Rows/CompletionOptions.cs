namespace Agro.Plugins.DataSources.Rows;

/// <summary>What the fields of a data set with completions mean.</summary>
internal abstract record CompletionOptions : ColumnOptions
{
    /// <summary>Whether completions are read where there are some. Off: the rows are prompts and nothing more.</summary>
    public bool Completions { get; init; } = true;

    /// <summary>
    /// Which rows with completions of the same prompt (and the same answer and demonstration) become one prompt, which has the first
    /// row's id.
    /// </summary>
    public Grouping Group { get; init; }

    /// <summary>
    /// The field that holds one completion: a text, or a list of messages that ends with the assistant's. <c>completion</c>, in rows
    /// that have it, when left out.
    /// </summary>
    public string? CompletionField { get; init; }

    /// <summary>
    /// The field that holds several completions: a list of texts, or of objects with text and, if known, tokens, logprobs, reward and
    /// truncated. <c>completions</c>, in rows that have it, when left out.
    /// </summary>
    public string? CompletionsField { get; init; }

    /// <summary>
    /// The field that holds the completion's reward, or a list with the reward of each. <c>reward</c> or <c>rewards</c>, in rows that
    /// have it, when left out. Completions without a reward are scored by the recipe's reward functions.
    /// </summary>
    public string? RewardField { get; init; }

    /// <summary>
    /// The field that says whether the completion is a good one: true is worth chosen_reward, false rejected_reward. <c>label</c>, where
    /// it is true or false and there is no reward, when left out.
    /// </summary>
    public string? LabelField { get; init; }

    /// <summary>The field that holds the better completion of a pair. <c>chosen</c>, in rows that also have <c>rejected</c>, when left out.</summary>
    public string? ChosenField { get; init; }

    /// <summary>The field that holds the worse completion of a pair. <c>rejected</c> when left out.</summary>
    public string? RejectedField { get; init; }

    /// <summary>The reward of a pair's better completion, and of one that is labelled true.</summary>
    public double ChosenReward { get; init; } = 1;

    /// <summary>The reward of a pair's worse completion, and of one that is labelled false.</summary>
    public double RejectedReward { get; init; }

    /// <summary>
    /// The field that holds the completion's token ids as they were sampled, the end-of-sequence token included, or a list of those of
    /// each. <c>tokens</c> or <c>completion_ids</c>, where it is a list, when left out. Without them the text is tokenized.
    /// </summary>
    public string? TokensField { get; init; }

    /// <summary>
    /// The field that holds the natural-log probabilities of the tokens under the policy that sampled them, at its temperature, or a
    /// list of those of each completion. <c>logprobs</c>, where it is a list, when left out.
    /// </summary>
    public string? LogprobsField { get; init; }

    /// <summary>
    /// The field that says whether the completion was cut off at a token limit, or a list of that. <c>truncated</c>, or
    /// <c>finish_reason</c> where it is <c>length</c>, when left out.
    /// </summary>
    public string? TruncatedField { get; init; }
}

/// <summary>Which rows become one prompt.</summary>
internal enum Grouping
{
    /// <summary>Those with one completion or a pair. A row with a list of completions is a group already.</summary>
    Single,

    /// <summary>Those with lists too.</summary>
    All,

    /// <summary>None: each row is a prompt.</summary>
    None,
}
