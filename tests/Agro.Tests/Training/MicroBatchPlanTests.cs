using System.Collections.Immutable;
using Agro.Engine.Training;
using Agro.Models.Transformer;

namespace Agro.Tests.Training;

public class MicroBatchPlanTests
{
    /// <summary>Groups of completions of some lengths on a prompt of a length.</summary>
    private static List<TokenSequence> Groups(params (int Prompt, int[] Completions)[] groups) => [.. groups.SelectMany(group =>
    {
        ImmutableArray<int> prompt = [.. new int[group.Prompt]];
        return group.Completions.Select(length => new TokenSequence(prompt, [.. new int[length]]));
    })];

    [Fact]
    public void A_micro_batch_holds_no_more_than_its_budget_with_each_prompt_once()
    {
        var sequences = Groups((5, [3, 9, 2, 4]), (2, [1, 1, 1]), (8, [6, 6, 6, 6, 6]), (1, [3]));
        var plan = MicroBatchPlan.ByTokens(sequences, 24);
        Assert.All(plan.MicroBatches, rows => Assert.InRange(
            rows.Sum(row => sequences[row].Completion.Length) + rows.Select(row => sequences[row].Prompt).Distinct().Sum(prompt => prompt.Length), 1, 24));
        Assert.Equal([[1, 3, 0, 2], [7, 8], [9, 10], [11, 12, 4, 5, 6]], plan.MicroBatches);
    }

    [Fact]
    public void A_group_that_fits_is_not_divided() =>
        Assert.Equal([[0, 1], [2, 3, 4, 5, 6]], MicroBatchPlan.ByTokens(Groups((4, [6, 6]), (4, [5, 5]), (2, [1, 1, 1])), 25).MicroBatches);

    [Fact]
    public void A_sequence_over_the_budget_goes_alone() =>
        Assert.Equal([[1], [0, 2]], MicroBatchPlan.ByTokens(Groups((1, [1]), (10, [40]), (1, [1])), 10).MicroBatches);

    [Fact]
    public void Rows_are_counted_when_asked() => Assert.Equal(
        [3, 3, 1], MicroBatchPlan.ByRows(Groups((1, [1, 2, 3, 4, 5, 6, 7])), 3).MicroBatches.Select(rows => rows.Count));
}
