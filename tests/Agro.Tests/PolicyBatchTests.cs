using static TorchSharp.torch;

namespace Agro.Tests;

public class PolicyBatchTests
{
    private static PolicyBatch Batch() => new()
    {
        LogProbs = zeros(4, 2, float64),
        Mask = tensor(new double[,] { { 1, 0 }, { 1, 1 }, { 1, 1 }, { 0, 0 } }),
        Rewards = tensor(new double[] { 1, 2, 6, 5 }),
        Group = tensor(new long[] { 0, 0, 0, 1 }),
        GroupCount = 2,
    };

    [Fact]
    public void Group_statistics_keep_to_their_group()
    {
        var batch = Batch();
        Assert.Equal([3.0, 3, 3, 5], batch.GroupMean(batch.Rewards).data<double>().ToArray());
        Assert.Equal([4.0, 3.5, 1.5, 0], batch.LeaveOneOutMean(batch.Rewards).data<double>().ToArray());
        Assert.Equal(Math.Sqrt(7), batch.GroupStandardDeviation(batch.Rewards)[0].item<double>(), 12);
        Assert.Equal(0, batch.GroupStandardDeviation(batch.Rewards)[3].item<double>());
    }

    [Fact]
    public void Token_means_leave_out_padding()
    {
        var batch = Batch();
        var perToken = tensor(new double[,] { { 2, 9 }, { 1, 3 }, { 4, 4 }, { 7, 7 } });
        Assert.Equal([2.0, 2, 4, 0], batch.MeanOverTokens(perToken).data<double>().ToArray());
        Assert.Equal(14.0 / 5, batch.MeanOverAllTokens(perToken).item<double>(), 12);
    }
}
