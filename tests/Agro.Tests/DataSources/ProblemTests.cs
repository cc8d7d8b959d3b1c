using System.Globalization;
using System.Text.RegularExpressions;
using Agro.Plugins.DataSources.Countdown;
using Agro.Plugins.DataSources.Drawing;
using Agro.Plugins.DataSources.WordProblems;
using Agro.Plugins.Rewards.Answers;
using Agro.Tests.Rewards;

namespace Agro.Tests.DataSources;

/// <summary>Problems that are made up, held to the rewards that score them.</summary>
public partial class ProblemTests
{
    private readonly IRewardFunction _countdown = new global::Agro.Plugins.Rewards.Arithmetic.Countdown(new());

    [Fact]
    public void Every_countdown_has_a_right_solution_and_is_within_its_limits()
    {
        foreach (var prompt in new CountdownSource(new() { MinNumbers = 2, MaxNumbers = 6, MinTarget = 10, MaxTarget = 99, Seed = 5 }).Take(500))
        {
            Assert.Equal(1, _countdown.Score(prompt, prompt.Demonstration!).Value);
            Assert.Equal(1, _countdown.Score(prompt, prompt.Answer!).Value);
            Assert.InRange(int.Parse(prompt.Fields["target"], CultureInfo.InvariantCulture), 10, 99);
            var numbers = prompt.Fields["nums"].Trim('[', ']').Split(", ");
            Assert.Equal(prompt.Fields["level"], numbers.Length.ToString(CultureInfo.InvariantCulture));
            Assert.All(numbers, number => Assert.InRange(int.Parse(number, CultureInfo.InvariantCulture), 1, 50));
            Assert.StartsWith($"Make {prompt.Fields["target"]} from the numbers {prompt.Fields["numbers"]}.", prompt.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("=-", prompt.Demonstration!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Countdown_keeps_to_its_operations()
    {
        var sums = new CountdownSource(new() { Operations = [CountdownOperation.Add], Steps = false });
        Assert.All(sums.Take(50), prompt => Assert.Matches(@"^#### [0-9+() ]+$", prompt.Demonstration));
        var negative = new CountdownSource(new() { Negative = true }).Take(300);
        Assert.Contains(negative, prompt => prompt.Demonstration!.Contains("=-", StringComparison.Ordinal));
        Assert.All(negative, prompt => Assert.Equal(1, _countdown.Score(prompt, prompt.Demonstration!).Value));
    }

    [Fact]
    public void The_worked_answer_of_every_story_follows_from_its_numbers()
    {
        var reward = new FinalAnswer(new());
        foreach (var prompt in new WordProblemSource(new() { Seed = 3 }).Take(1000))
        {
            Assert.Equal(1, reward.Score(prompt, prompt.Demonstration!).Value);
            var steps = prompt.Demonstration!.Split('\n')[..^1];
            Assert.Equal(prompt.Fields["steps"], steps.Length.ToString(CultureInfo.InvariantCulture));
            var known = Number().Matches(prompt.Fields["question"]).Select(match => match.Value).ToHashSet();
            foreach (var step in steps)
            {
                var (left, sign, right, result) = Step().Match(step).Groups is var parts
                    ? (int.Parse(parts[1].Value, null), parts[2].Value, int.Parse(parts[3].Value, null), int.Parse(parts[4].Value, null))
                    : default;
                Assert.Equal(result, sign switch { "+" => left + right, "-" => left - right, "*" => left * right, _ => left / right });
                if (sign == "/") Assert.Equal(0, left % right);
                Assert.True(result > 0);
                Assert.Contains(left.ToString(CultureInfo.InvariantCulture), known);
                Assert.Contains(right.ToString(CultureInfo.InvariantCulture), known);
                known.Add(result.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 6)]
    public void Stories_of_a_level_take_as_many_steps(int level, int steps)
    {
        var prompts = new WordProblemSource(new() { MinLevel = level, MaxLevel = level }).Take(100);
        Assert.All(prompts, prompt => Assert.Equal(steps.ToString(CultureInfo.InvariantCulture), prompt.Fields["steps"]));
        Assert.True(prompts.Select(prompt => prompt.Text).Distinct().Count() > 95);
    }

    public static TheoryData<string> Kinds { get; } = ["countdown", "word-problems"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_prompt_is_a_function_of_seed_and_index(string kind)
    {
        var forwards = Make(kind, seed: 9).Take(50);
        var again = Make(kind, seed: 9);
        for (var i = 49; i >= 0; i--) Assert.Equal((forwards[i].Id, forwards[i].Text, forwards[i].Demonstration), (again.At(i).Id, again.At(i).Text, again.At(i).Demonstration));
        Assert.NotEqual(forwards.Select(prompt => prompt.Text), Make(kind, seed: 10).Take(50).Select(prompt => prompt.Text));
        Assert.Null(again.Count);
        Assert.Equal("train-7", again.At(7).Id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_problem_of_one_split_is_in_the_other(string kind)
    {
        var train = Make(kind, seed: 1).Take(2000).Select(Identity).ToHashSet();
        var held = Make(kind, seed: 1, Split.Eval).Take(300).Select(Identity).ToHashSet();
        Assert.Empty(train.Intersect(held));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_ramp_raises_the_level_step_by_step(string kind)
    {
        var levels = Make(kind, seed: 0, ramp: 1000).Take(1200).Select(prompt => int.Parse(prompt.Fields["level"], CultureInfo.InvariantCulture)).ToList();
        var (least, most) = (levels.Min(), levels.Max());
        for (var i = 0; i < 1000; i++) Assert.InRange(levels[i], least, least + ((most - least + 1) * i / 1000));
        Assert.Equal(Enumerable.Range(least, most - least + 1), levels[1000..].Distinct().Order());
    }

    [Fact]
    public void Prompts_follow_templates_and_become_conversations()
    {
        var source = new CountdownSource(new() { PromptTemplate = "{nums} -> {target}?", SystemPrompt = "Count.", Count = 3 });
        Assert.Equal(3, source.Count);
        var prompt = source.At(0);
        Assert.Equal($"{prompt.Fields["nums"]} -> {prompt.Fields["target"]}?", prompt.Text);
        Assert.Equal([new(Role.System, "Count."), new(Role.User, prompt.Text)], prompt.Messages);
        Assert.Equal([new(Role.User, "x")], new WordProblemSource(new() { PromptTemplate = "x", Chat = true }).At(0).Messages);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.At(3));
    }

    [Fact]
    public void Options_that_leave_no_problem_are_refused()
    {
        Assert.Contains("min_numbers (5) is above", Refusal(() => new CountdownSource(new() { MinNumbers = 5 })), StringComparison.Ordinal);
        Assert.Contains("min_target", Refusal(() => new CountdownSource(new() { MinTarget = 500 })), StringComparison.Ordinal);
        Assert.Contains("operations is empty", Refusal(() => new CountdownSource(new() { Operations = [] })), StringComparison.Ordinal);
        Assert.Contains("none of 200000 problems", Refusal(() => new CountdownSource(new() { MaxNumber = 2, MinTarget = 150 })), StringComparison.Ordinal);
        Assert.Contains("min_level (4) is above", Refusal(() => new WordProblemSource(new() { MinLevel = 4, MaxLevel = 2 })), StringComparison.Ordinal);
        Assert.Contains("no field 'x' (prompt_template). There are: level, question, steps", Refusal(() => new WordProblemSource(new() { PromptTemplate = "{x}" })), StringComparison.Ordinal);
    }

    private static string Identity(Prompt prompt) => prompt.Fields.TryGetValue("nums", out var nums)
        ? string.Join(',', Number().Matches(nums).Select(match => match.Value).Order(StringComparer.Ordinal)) + "=" + prompt.Fields["target"]
        : prompt.Text;

    private static string Refusal(Func<IDataSource> make) => Assert.Throws<InputException>(make).Message;

    private static ProblemSource Make(string kind, long seed, Split split = Split.Train, long? ramp = null) => kind == "countdown"
        ? new CountdownSource(new() { Seed = seed, Split = split, Ramp = ramp, MinNumbers = 2, MaxNumbers = 4 })
        : new WordProblemSource(new() { Seed = seed, Split = split, Ramp = ramp });

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex(@"^([0-9]+) ([-+*/]) ([0-9]+) = ([0-9]+)$")]
    private static partial Regex Step();
}
