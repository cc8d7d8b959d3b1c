using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Which of a list of completions is meant.</summary>
/// <param name="List">The list.</param>
/// <param name="Index">Its place there, from 0.</param>
internal readonly record struct ListItem(Cell List, int Index);

/// <summary>
/// Finds the columns of completions: those that the recipe names, else those of usual names. A column of a usual name that holds
/// something else, such as a number of <c>tokens</c>, is left alone.
/// </summary>
internal sealed class CompletionColumns
{
    private readonly CompletionOptions _options;
    private readonly bool _isNamed;

    /// <summary>Looks at the options.</summary>
    /// <param name="options">What the columns mean.</param>
    /// <exception cref="InputException">They exclude each other, or a reward is not finite.</exception>
    public CompletionColumns(CompletionOptions options)
    {
        string?[] forms = [options.CompletionField, options.CompletionsField, options.ChosenField ?? options.RejectedField];
        if (forms.Count(form => form is not null) > 1)
            throw new InputException("completion_field, completions_field and chosen_field with rejected_field exclude each other: give one");
        if (options.RewardField is not null && options.LabelField is not null)
            throw new InputException("reward_field and label_field exclude each other: give one");
        if (!double.IsFinite(options.ChosenReward) || !double.IsFinite(options.RejectedReward))
            throw new InputException("chosen_reward and rejected_reward must be finite");
        _options = options;
        _isNamed = forms.Any(form => form is not null);
        if (_isNamed && !options.Completions)
            throw new InputException("completions is false, and yet a field with completions is named: leave one of them out");
        string?[] named =
        [
            .. forms, options.RejectedField, options.RewardField, options.LabelField, options.TokensField, options.LogprobsField,
            options.TruncatedField,
        ];
        All =
        [
            "completion", "completions", "chosen", "rejected", "reward", "rewards", "label", "tokens", "completion_ids", "logprobs",
            "truncated", "finish_reason", .. named.OfType<string>(),
        ];
    }

    /// <summary>The names of all columns that belong to completions.</summary>
    public ImmutableHashSet<string> All { get; }

    /// <summary>The column with one completion; null when there is none.</summary>
    public Cell? One(DataRow row) =>
        _isNamed && _options.CompletionField is null ? null : row.Find(_options.CompletionField, "completion_field", "completion");

    /// <summary>The column with a list of completions; null when there is none.</summary>
    public Cell? Several(DataRow row) => _options.CompletionsField is { } named
        ? row.Find(named, "completions_field")
        : !_isNamed && row.Find("completions") is { IsList: true } list ? list : null;

    /// <summary>The columns with a pair; null when there are none.</summary>
    public (Cell Chosen, Cell Rejected)? Pair(DataRow row)
    {
        if (_options is { ChosenField: null, RejectedField: null })
        {
            return !_isNamed && row.Find("chosen") is { IsAnswer: true } chosen && row.Find("rejected") is { IsAnswer: true } rejected
                ? (chosen, rejected)
                : null;
        }

        return (
            row.Find(_options.ChosenField ?? "chosen", "chosen_field")!.Value,
            row.Find(_options.RejectedField ?? "rejected", "rejected_field")!.Value);
    }

    /// <summary>Finds what is known about a completion.</summary>
    /// <param name="row">The row.</param>
    /// <param name="completion">Its text, or an object with the text and the rest.</param>
    /// <param name="item">Which one it is where the row has several: then the columns hold lists.</param>
    /// <exception cref="InputException">A column is absent, or holds something else than it should.</exception>
    public CompletionParts PartsOf(DataRow row, Cell completion, ListItem? item)
    {
        var own = completion.IsObject;
        Cell? Part(string? named, string option, Func<Cell, bool> isMeant, params ReadOnlySpan<string> usual)
        {
            if (named is not null)
            {
                if (!row.Columns.ContainsKey(named)) throw row.Missing(named, option);
                return row.Find(named) is { } column ? Item(column, item) : null;
            }

            foreach (var name in usual)
            {
                if (completion.Member(name) is { } member) return member;
                if (!(own && item is not null) && row.Find(name) is { } column && isMeant(column)) return Item(column, item);
            }

            return null;
        }

        bool IsShaped(Cell cell) => cell.IsList == item is not null;
        var text = own ? completion.Member("text") ?? throw Textless(completion) : completion;
        var reward = Part(_options.RewardField, "reward_field", cell => !cell.IsObject, "reward", "rewards");
        var label = reward is not null ? null : Part(_options.LabelField, "label_field", cell => cell.IsBoolean || cell.IsList, "label");
        return new(text)
        {
            Tokens = Part(_options.TokensField, "tokens_field", cell => cell.IsList, "tokens", "completion_ids"),
            LogProbs = Part(_options.LogprobsField, "logprobs_field", cell => cell.IsList, "logprobs"),
            Reward = reward?.Number() ?? (label?.Boolean() is { } good ? good ? _options.ChosenReward : _options.RejectedReward : null),
            Truncated = Part(_options.TruncatedField, "truncated_field", IsShaped, "truncated"),
            FinishReason = Part(null, "", IsShaped, "finish_reason"),
        };
    }

    private static Cell? Item(Cell column, ListItem? item)
    {
        if (item is not { } one) return column;
        var count = one.List.Value.GetArrayLength();
        if (!column.IsList) throw column.Unlike($"a list, one for each of the {count} completions in '{one.List.Name}'");
        return column.Value.GetArrayLength() == count
            ? column.At(one.Index) is { IsNull: false } part ? part : null
            : throw column.Fault($"has {column.Value.GetArrayLength()} items, and '{one.List.Name}' has {count} completions");
    }

    private static InputException Textless(Cell completion)
    {
        var members = completion.Value.EnumerateObject().Select(member => member.Name).ToList();
        var hint = NearestName.To("text", members) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return completion.Fault($"has no text.{hint} It has: {string.Join(", ", members)}");
    }
}
