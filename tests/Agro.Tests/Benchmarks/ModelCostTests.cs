using Agro.Engine.Benchmarks;
using Agro.Models;

namespace Agro.Tests.Benchmarks;

/// <summary>Expected values are computed by hand from the shapes.</summary>
public class ModelCostTests
{
    private static readonly ModelConfig Config = new()
    {
        VocabularySize = 256,
        HiddenSize = 32,
        IntermediateSize = 64,
        LayerCount = 2,
        HeadCount = 4,
        KeyValueHeadCount = 2,
        HeadSize = 8,
        MaxPositions = 64,
    };

    // q and o 32 x 32, k and v 32 x 16, three of 32 x 64: 9216 in each of two layers. Head 32 x 256.
    private const double Block = 18_432, Head = 8_192;

    [Fact]
    public void Weights_are_those_of_projections_and_head()
    {
        Assert.Equal((Block, Head), (new ModelCost(Config).BlockWeights, new ModelCost(Config).HeadWeights));
        var (s, m) = (new ModelCost(BenchmarkShape.Of("s", quick: false).Config), new ModelCost(BenchmarkShape.Of("m", quick: false).Config));
        Assert.Equal((4_349_952, 131_072), (s.BlockWeights, s.HeadWeights));
        Assert.Equal((75_497_472, 24_576_000), (m.BlockWeights, m.HeadWeights));
    }

    [Fact]
    public void A_forward_pass_counts_two_for_each_weight_and_token_and_half_a_square_of_attention()
    {
        // 3 tokens through the blocks, 2 through the head, 2 layers * 3 * 32 * 3 tokens of attention, each twice.
        Assert.Equal(110_592 + 32_768 + 1_152, new ModelCost(Config).ForwardFlops(1, 3, 2));
        Assert.Equal(2 * 144_512, new ModelCost(Config).ForwardFlops(2, 3, 4));
    }

    [Fact]
    public void A_training_step_counts_three_forward_passes() => Assert.Equal(3 * 144_512, new ModelCost(Config).TrainingFlops(1, 3, 2));

    [Fact]
    public void Decode_steps_attend_to_one_more_token_each()
    {
        // The first of two steps after 3 tokens attends to 4, the second to 5: 9 together.
        var attention = 4 * 2 * 32 * 9;
        Assert.Equal(3 * ((2 * 2 * (Block + Head)) + attention), new ModelCost(Config).DecodeFlops(3, 3, 2));
    }

    [Fact]
    public void Decode_steps_read_the_weights_once_a_step_and_the_cache_of_every_sequence()
    {
        // Keys and values of 2 layers, 16 wide.
        var cache = 3 * 2 * 2 * 16 * 9;
        Assert.Equal(4 * ((2 * (Block + Head)) + cache), new ModelCost(Config).DecodeBytes(3, 3, 2));
    }
}
