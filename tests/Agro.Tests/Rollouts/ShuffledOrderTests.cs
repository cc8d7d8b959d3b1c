using Agro.Engine.Rollouts;

namespace Agro.Tests.Rollouts;

public class ShuffledOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Every_epoch_takes_every_prompt_once(int count)
    {
        var order = new ShuffledOrder(count, 7);
        foreach (var epoch in new[] { 0, 1, 5 })
        {
            var indices = Enumerable.Range(0, count).Select(i => order.At(((long)epoch * count) + i)).ToList();
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), indices.Order());
        }
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_of_their_own()
    {
        var order = new ShuffledOrder(200, 7);
        var first = Enumerable.Range(0, 200).Select(i => order.At(i)).ToList();
        Assert.NotEqual(Enumerable.Range(0, 200).Select(i => (long)i), first);
        Assert.NotEqual(first, Enumerable.Range(200, 200).Select(i => order.At(i)));
        Assert.NotEqual(first, Enumerable.Range(0, 200).Select(i => new ShuffledOrder(200, 8).At(i)));
        Assert.Equal(first, Enumerable.Range(0, 200).Select(i => new ShuffledOrder(200, 7).At(i)));
    }

    [Fact]
    public void Without_a_seed_the_data_is_taken_as_it_lies() =>
        Assert.Equal([0L, 1, 2, 0, 1], Enumerable.Range(0, 5).Select(i => new ShuffledOrder(3, null).At(i)));

    [Fact]
    public void An_endless_source_keeps_its_own_order() => Assert.Equal(12345, new ShuffledOrder(null, 7).At(12345));
}
