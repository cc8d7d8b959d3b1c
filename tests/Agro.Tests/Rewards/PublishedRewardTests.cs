using System.Collections.Immutable;
using Agro.Plugins.Rewards.Shaping;
using Agro.Plugins.Rewards.Structure;

namespace Agro.Tests.Rewards;

/// <summary>Rewards that others published, held to their own tests.</summary>
public class PublishedRewardTests
{
    [Fact]
    public void Think_format_agrees_with_its_tests() => AllAgree("think-format", new ThinkFormat());

    [Fact]
    public void Think_answer_format_agrees_with_its_tests() => AllAgree("think-answer-format", new ThinkAnswerFormat());

    [Fact]
    public void Tag_count_agrees_with_its_tests() => AllAgree("tag-count", new TagCount());

    [Fact]
    public void Soft_overlong_agrees_with_its_tests()
    {
        foreach (var row in RewardRows.OfKind("soft-overlong"))
        {
            var reward = new SoftOverlong(new() { MaxTokens = (int)row.Parameter("max_completion_len"), Buffer = (int)row.Parameter("soft_punish_cache") });
            Assert.Equal(row.Expected(), reward.Score("", tokens: row.GetProperty("completion_tokens").GetInt32()).Value!.Value, 12);
        }
    }

    [Fact]
    public void Repetition_of_tokens_agrees_with_its_tests()
    {
        foreach (var row in RewardRows.OfKind("repetition-tokens"))
        {
            ImmutableArray<int> tokens = [.. row.GetProperty("completion_ids").EnumerateArray().Select(id => id.GetInt32())];
            var reward = Repetition(row.Parameter("ngram_size"), row.Parameter("max_penalty"), RepetitionUnit.Tokens);
            Assert.Equal(row.Expected(), reward.ScoreTokens(tokens).Value!.Value, 12);
        }
    }

    [Fact]
    public void Repetition_of_words_agrees_with_its_tests()
    {
        foreach (var row in RewardRows.OfKind("repetition-words"))
        {
            var reward = Repetition(row.Parameter("ngram_size"), row.Parameter("max_penalty"), RepetitionUnit.Words);
            Assert.Equal(row.Expected(), reward.Score(row.Completion()).Value!.Value, 12);
        }
    }

    [Fact]
    public void Cosine_length_agrees_with_its_tests()
    {
        foreach (var row in RewardRows.OfKind("cosine-length"))
        {
            var reward = new CosineLength(new()
            {
                Judge = new() { ExactMatch = new() },
                MaxLength = (int)row.Parameter("max_len"),
                MinValueWrong = row.Parameter("min_value_wrong"),
                MaxValueWrong = row.Parameter("max_value_wrong"),
                MinValueCorrect = row.Parameter("min_value_correct"),
                MaxValueCorrect = row.Parameter("max_value_correct"),
            });
            var completion = row.GetProperty("correct").GetBoolean() ? "7" : "8";
            var value = reward.Score(completion, "7", row.GetProperty("completion_tokens").GetInt32()).Value!.Value;
            Assert.Equal(row.Expected(), value, row.GetProperty("tolerance").GetDouble());
        }
    }

    private static Repetition Repetition(double ngram, double penalty, RepetitionUnit unit) =>
        new(new() { NgramSize = (int)ngram, MaxPenalty = penalty, Unit = unit });

    private static void AllAgree(string kind, IRewardFunction reward) => Assert.All(
        RewardRows.OfKind(kind), row => Assert.Equal(row.Expected(), reward.Score(row.Completion()).Value!.Value, 12));
}
