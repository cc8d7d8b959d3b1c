using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Rows;

/// <summary>Reads the completions of a row, in whatever form they come.</summary>
/// <param name="options">What the columns mean.</param>
/// <exception cref="InputException">They exclude each other, or a reward is not finite.</exception>
internal sealed class CompletionReader(CompletionOptions options)
{
    private readonly CompletionColumns _columns = new(options);

    /// <summary>The columns that belong to completions.</summary>
    public ImmutableHashSet<string> Columns => _columns.All;

    /// <summary>Whether a row may be put together with others of its prompt.</summary>
    /// <param name="row">The row.</param>
    public bool MayJoin(DataRow row) => options.Group switch
    {
        Grouping.None => false,
        Grouping.All => true,
        _ => _columns.Several(row) is null,
    };

    /// <summary>Reads the completions of a row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The completions; none when the row has no column for them.</returns>
    /// <exception cref="InputException">They are not what they should be.</exception>
    public ImmutableArray<GivenCompletion> Read(DataRow row)
    {
        if (!options.Completions) return [];
        var (one, several, pair) = (_columns.One(row), _columns.Several(row), _columns.Pair(row));
        string?[] found = [one?.Name, several?.Name, pair?.Chosen.Name];
        if (found.Count(name => name is not null) > 1)
        {
            throw new InputException($"{row.Place}: completions are in '{string.Join("' as well as in '", found.OfType<string>())}': "
                + "name one of them with completion_field, completions_field or chosen_field");
        }

        if (one is { } text) return [_columns.PartsOf(row, text, null).Make()];
        if (several is { } list) return Several(row, list);
        return pair is { } both ? Pair(row, both.Chosen, both.Rejected) : [];
    }

    private ImmutableArray<GivenCompletion> Several(DataRow row, Cell list)
    {
        if (!list.IsList) throw list.Unlike("a list of texts, or of objects with text");
        if (list.IsConversation) throw list.Fault("is one conversation; a list of completions is wanted (completion_field is for one)");
        var completions = ImmutableArray.CreateBuilder<GivenCompletion>();
        for (var i = 0; i < list.Value.GetArrayLength(); i++)
            completions.Add(_columns.PartsOf(row, list.At(i), new(list, i)).Make());
        return completions.ToImmutable();
    }

    private ImmutableArray<GivenCompletion> Pair(DataRow row, Cell chosen, Cell rejected)
    {
        if (options.RewardField is not null || options.LabelField is not null)
            throw new InputException($"{row.Place}: '{chosen.Name}' and '{rejected.Name}' are a pair: its rewards are chosen_reward and rejected_reward");
        return
        [
            new CompletionParts(chosen) { Reward = options.ChosenReward }.Make(),
            new CompletionParts(rejected) { Reward = options.RejectedReward }.Make(),
        ];
    }
}
