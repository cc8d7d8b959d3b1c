using Agro.Engine.Tabular;

namespace Agro.Tests.Tabular;

public class SoftmaxTests
{
    [Fact]
    public void Log_probabilities_add_up_to_one_whatever_the_size_of_the_logits()
    {
        foreach (var offset in new[] { 0.0, 1e4, -1e4 })
            Assert.Equal(1, Softmax.Log([offset + 1, offset, offset - 3]).Sum(Math.Exp), 1e-12);
    }

    [Fact]
    public void The_divergence_is_the_mean_log_ratio()
    {
        double[] p = [0.2, 0.5, 0.3], q = [0.6, 0.1, 0.3];
        var expected = 0.2 * Math.Log(0.2 / 0.6) + 0.5 * Math.Log(0.5 / 0.1);
        Assert.Equal(expected, Softmax.Divergence([.. p.Select(value => Math.Log(value))], [.. q.Select(value => Math.Log(value))]), 1e-14);
        Assert.Equal(0, Softmax.Divergence([.. p.Select(value => Math.Log(value))], [.. p.Select(value => Math.Log(value))]));
    }

    [Fact]
    public void Small_divergences_do_not_drown_in_rounding()
    {
        // For a step of size e along v, KL is e^2/2 times the variance of v: 1/4 here, up to terms of e^3.
        const double Step = 1e-10;
        Assert.Equal(1, Softmax.Divergence(Softmax.Log([0, 0]), Softmax.Log([0, Step])) / (Step * Step / 8), 1e-3);
    }

    [Fact]
    public void A_probability_of_zero_in_numbers_is_no_obstacle()
    {
        Assert.Equal(Math.Log(2), Softmax.Divergence(Softmax.Log([0, -5000]), Softmax.Log([0, 0])), 1e-12);
        Assert.InRange(Softmax.Divergence(Softmax.Log([0, 0]), Softmax.Log([0, -5000])), 2000, 3000);
    }
}
