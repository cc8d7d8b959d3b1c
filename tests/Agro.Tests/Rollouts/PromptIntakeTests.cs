using System.Collections.Immutable;
using Agro.Engine.Rollouts;

namespace Agro.Tests.Rollouts;

public class PromptIntakeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Prompts_over_the_limit_are_left_out_and_the_next_ones_taken()
    {
        var taken = Intake(maxPromptTokens: 3).ForSampling(new Lengths(2, 4, 3, 5, 1, 2), [0, 1, 2, 3, 4, 5], 3, 1, Cancel);
        Assert.Equal(["0", "2", "4"], taken.Prompts.Select(prompt => prompt.Prompt.Id));
        Assert.Equal([2, 3, 1], taken.Prompts.Select(prompt => prompt.Tokens.Length));
        Assert.Equal((5, 2), (taken.Examined, taken.LeftOut));
        Assert.Equal("prompt '1' has 4 tokens, more than data.max_prompt_tokens (3)", taken.TooLong);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void A_prompt_must_leave_room_for_the_longest_completion(int length, bool fits)
    {
        var taken = Intake(positions: 10).ForSampling(new Lengths(length, 1), [0, 1], 2, 4, Cancel);
        Assert.Equal(fits ? null : "prompt '0' has 7 tokens, which with 4 of a completion exceed the model's 10 positions", taken.TooLong);
        Assert.Equal(fits ? 2 : 1, taken.Prompts.Count);
    }

    [Fact]
    public void A_demonstration_needs_room_for_itself_and_its_end()
    {
        var taken = Intake(positions: 10).ForDemonstrations(new Lengths(2, 2, 2) { Demonstrations = [8, 7, 3] }, [0, 1, 2], 2, Cancel);
        Assert.Equal(["1", "2"], taken.Prompts.Select(prompt => prompt.Prompt.Id));
    }

    [Fact]
    public void No_more_prompts_are_read_than_needed()
    {
        var source = new Lengths(1, 9, 1, 1);
        Intake(maxPromptTokens: 3).ForSampling(source, Enumerable.InfiniteSequence(0L, 1L), 2, 1, Cancel);
        Assert.Equal([0, 1, 2], source.Read);
    }

    [Fact]
    public void Where_the_indices_end_there_are_fewer()
    {
        var taken = Intake(maxPromptTokens: 3).ForSampling(new Lengths(1, 9, 1), [0, 1, 2], 200, 1, Cancel);
        Assert.Equal((2, 3), (taken.Prompts.Count, taken.Examined));
    }

    [Fact]
    public void A_small_data_set_may_be_taken_more_than_once()
    {
        // In the second epoch, the only prompt that fits comes last.
        var taken = Intake(maxPromptTokens: 3).ForSampling(new Lengths(9, 1, 9), [1, 0, 2, 2, 0, 1, 0, 1, 2], 3, 1, Cancel);
        Assert.Equal(["1", "1", "1"], taken.Prompts.Select(prompt => prompt.Prompt.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void When_no_prompt_fits_it_says_so_instead_of_looking_for_ever(bool endless)
    {
        var source = new Lengths(9, 8) { Endless = endless };
        var fault = Assert.Throws<AgroException>(() =>
            Intake(maxPromptTokens: 3).ForSampling(source, Enumerable.InfiniteSequence(0L, 1L).Select(position => position % 2), 2, 1, Cancel));
        Assert.Equal("no prompt fits: prompt '0' has 9 tokens, more than data.max_prompt_tokens (3)", fault.Message);
    }

    private static PromptIntake Intake(int positions = 100, int? maxPromptTokens = null) =>
        new(new Letters(), positions, maxPromptTokens, new("", null, ImmutableDictionary<string, System.Text.Json.JsonElement>.Empty));

    /// <summary>A token is a letter.</summary>
    private sealed class Letters : ITokenizer
    {
        public int VocabularySize => 256;

        public ImmutableArray<int> Encode(string text, bool addSpecialTokens = true) => [.. text.Select(letter => (int)letter)];

        public string Decode(ReadOnlySpan<int> tokens, bool skipSpecialTokens = true) => throw new NotSupportedException();

        public int? TokenId(string token) => null;
    }

    /// <summary>Prompts of given lengths, over and over.</summary>
    private sealed class Lengths(params int[] lengths) : IDataSource
    {
        public bool Endless { get; init; }

        public int[]? Demonstrations { get; init; }

        public List<long> Read { get; } = [];

        public long? Count => Endless ? null : lengths.Length;

        public ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken)
        {
            Read.Add(index);
            var demonstration = Demonstrations is null ? null : new string('d', Demonstrations[index]);
            return new(new Prompt { Id = $"{index}", Text = new string('p', lengths[index]), Demonstration = demonstration });
        }
    }
}
