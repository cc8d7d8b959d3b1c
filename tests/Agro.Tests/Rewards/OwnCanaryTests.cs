using System.Reflection;
using Agro.Plugins.Rewards.Answers;
using Agro.Plugins.Rewards.Arithmetic;
using Agro.Plugins.Rewards.Mathematics;
using Agro.Plugins.Rewards.Schemas;
using Agro.Plugins.Rewards.Shaping;
using Agro.Plugins.Rewards.Structure;

namespace Agro.Tests.Rewards;

/// <summary>The cases that rewards bring with them come out, whatever the options.</summary>
public class OwnCanaryTests
{
    private static readonly AnswerPlace[][] Places = [.. Enum.GetValues<AnswerPlace>().Select(place => new[] { place })];

    private static IEnumerable<IRewardFunction> Rewards()
    {
        foreach (var ignoreCase in new[] { false, true }) yield return new ExactMatch(new() { IgnoreCase = ignoreCase, Trim = !ignoreCase });
        foreach (var marker in new[] { "####", "A:" }) yield return new FinalAnswer(new() { Marker = marker, Fallback = FinalAnswerFallback.LastNumber });
        foreach (var places in Places)
        {
            yield return new Numeric(new() { In = places });
            yield return new ChoiceLetter(new() { In = places, Letters = "PQRS" });
            if (places[0] != AnswerPlace.LastNumber) yield return new Countdown(new() { In = places, AttemptReward = 0.1 });
        }

        foreach (var place in Enum.GetValues<Agro.Plugins.Rewards.Mathematics.Extraction.AnswerPlace>())
        {
            foreach (var reasoning in Enum.GetValues<ReasoningText>())
                yield return new MathEquivalence(new() { Extract = [place], Reasoning = reasoning, Decimals = 0, PercentIsOptional = false });
        }

        foreach (var tolerance in new[] { 0, 1e-9, 3, 1e300 }) yield return new Numeric(new() { AbsoluteTolerance = tolerance, RelativeTolerance = tolerance });
        yield return new RegexAnswer(new() { Pattern = ".*" });
        yield return new ThinkFormat();
        yield return new ThinkAnswerFormat();
        yield return new TagCount();
        foreach (var partial in new[] { false, true }) yield return new TagStructure(new() { Tags = ["plan", "code"], Partial = partial, Outside = partial });
        yield return new KeywordShare(new() { Keywords = ["dog"], FullShare = 0.3 });
        yield return new NumberPresence(new() { FullCount = 7 });
        foreach (var size in new[] { 1, 3, 1000 })
        {
            yield return new Repetition(new() { NgramSize = size, MaxPenalty = -0.3 });
            yield return new Repetition(new() { NgramSize = size, Unit = RepetitionUnit.Tokens });
        }

        foreach (var size in new[] { 1, 500, int.MaxValue })
        {
            yield return new Length(new() { Target = size });
            yield return new Length(new() { Limit = size, Unit = LengthUnit.Characters });
            yield return new SoftOverlong(new() { MaxTokens = size, Buffer = size });
        }

        foreach (var unit in new[] { LengthUnit.Tokens, LengthUnit.Characters })
        {
            yield return new CosineLength(new() { Judge = new() { Numeric = new() }, Unit = unit, MaxLength = 20 });
            yield return new CosineLength(new() { Judge = new() { MathEquivalence = new() }, Unit = unit, MaxLength = 20 });
            yield return new CosineLength(new() { Judge = new() { Countdown = new() { AttemptReward = 0.5 } }, Unit = unit });
        }

        foreach (var place in Enum.GetValues<JsonPlace>())
            yield return new JsonSchemaReward(new() { Schema = """{"type": "object", "examples": [{}, {"a": 1}]}""", In = [place] });
        yield return new JsonSchemaReward(new() { SchemaField = "schema" });
    }

    [Fact]
    public void Every_case_comes_out()
    {
        foreach (var reward in Rewards())
        {
            var cases = Assert.IsAssignableFrom<IRewardCanaries>(reward).Canaries;
            Assert.NotEmpty(cases);
            foreach (var canary in cases)
            {
                var value = reward.ScoreCompletion(canary.Prompt, Assert.Single(canary.Completions)).Value;
                var expected = Assert.Single(canary.Expected);
                Assert.True(expected.Applies == value is not null && !(value < expected.AtLeast) && !(value > expected.AtMost), $"{reward.GetType().Name}: {canary.Name}: {value}");
            }
        }
    }

    [Fact]
    public void A_place_that_cannot_hold_the_answer_shows_before_the_run()
    {
        var reward = new Countdown(new() { In = [AnswerPlace.LastNumber] });
        Assert.NotEqual(1, reward.ScoreCompletion(reward.Canaries[0].Prompt, reward.Canaries[0].Completions[0]).Value);
    }

    [Fact]
    public void Only_rewards_whose_verdicts_are_made_elsewhere_bring_no_cases()
    {
        var without = typeof(Countdown).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ComponentAttribute>() is not null && !typeof(IRewardCanaries).IsAssignableFrom(type))
            .Select(type => type.GetCustomAttribute<ComponentAttribute>()!.Name);
        Assert.Subset(new HashSet<string> { "format", "http" }, without.ToHashSet());
    }
}
