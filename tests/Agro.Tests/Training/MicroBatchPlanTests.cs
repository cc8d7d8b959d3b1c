using Agro.Engine.Training;

namespace Agro.Tests.Training;

public class MicroBatchPlanTests
{
    [Fact]
    public void A_micro_batch_holds_no_more_than_its_budget_with_padding()
    {
        int[] lengths = [5, 9, 3, 8, 2, 7, 12, 1];
        var plan = MicroBatchPlan.ByTokens(lengths, 20);
        Assert.All(plan.MicroBatches, rows => Assert.True(rows.Count * rows.Max(row => lengths[row]) <= 20));
        Assert.Equal(Enumerable.Range(0, 8), plan.MicroBatches.SelectMany(rows => rows).Order());
    }

    [Fact]
    public void A_sequence_over_the_budget_goes_alone() =>
        Assert.Equal([[1], [0, 2]], MicroBatchPlan.ByTokens([2, 50, 2], 10).MicroBatches);

    [Fact]
    public void Rows_are_counted_when_asked() =>
        Assert.Equal([3, 3, 1], MicroBatchPlan.ByRows([1, 2, 3, 4, 5, 6, 7], 3).MicroBatches.Select(rows => rows.Count));
}
