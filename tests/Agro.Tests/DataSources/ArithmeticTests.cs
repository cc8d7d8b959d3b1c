using System.Data;
using System.Globalization;
using Agro.Plugins.DataSources.Arithmetic;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Tests.DataSources;

public class ArithmeticTests
{
    private static readonly ArithmeticOptions Chains = new()
    {
        Operations = [Operation.Add, Operation.Subtract, Operation.Multiply],
        MinTerms = 2,
        MaxTerms = 4,
    };

    [Fact]
    public void A_prompt_is_a_function_of_seed_and_index()
    {
        var first = Take(new(Chains), 200);
        var again = new ArithmeticSource(Chains);
        Assert.Equal(first[137], Get(again, 137));
        Assert.Equal(first, Take(again, 200));
        Assert.NotEqual(first.Select(p => p.Text), Take(new(Chains with { Seed = 1 }), 200).Select(p => p.Text));
        Assert.True(first.Select(p => p.Text).Distinct().Count() > 190);
    }

    [Fact]
    public void Answers_are_right_whatever_binds_tighter()
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var prompt in Take(new(Chains with { Negative = true }), 500))
        {
            var expected = Convert.ToInt64(table.Compute(prompt.Text.TrimEnd('='), ""), CultureInfo.InvariantCulture);
            Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), prompt.Answer);
        }
    }

    [Fact]
    public void Worked_answers_lead_step_by_step_to_the_answer()
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var prompt in Take(new(Chains), 300))
        {
            var (work, final) = Parts(prompt.Demonstration!);
            Assert.Equal(prompt.Answer, final);
            foreach (var step in work.Split(';'))
            {
                var sides = step.Split('=');
                Assert.Equal(sides[1], Convert.ToString(table.Compute(sides[0], ""), CultureInfo.InvariantCulture));
                Assert.DoesNotContain('-', sides[1]);
            }
            Assert.EndsWith("=" + final, work, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chain_is_worked_by_precedence_and_then_from_left_to_right()
    {
        var problem = new ArithmeticProblem([9, 2, 3, 1], [Operation.Subtract, Operation.Multiply, Operation.Add]);
        Assert.Equal("9-2*3+1", problem.ToString());
        Assert.Equal(["2*3=6", "9-6=3", "3+1=4"], problem.Work().Select(step => step.ToString()));
        Assert.Equal(["2*3=6", "9-6=2", "2+1=3"], problem.Work((number, _) => number == 1 ? -1 : 0).Select(step => step.ToString()));
    }

    [Fact]
    public void Problems_keep_to_their_axes()
    {
        var options = Chains with { Operations = [Operation.Add], MinTerms = 3, MaxTerms = 4, MinDigits = 2, MaxDigits = 3 };
        var operands = Take(new(options), 300).Select(p => p.Text.TrimEnd('=').Split('+')).ToArray();
        Assert.Equal([3, 4], operands.Select(o => o.Length).Distinct().Order());
        Assert.Equal([2, 3], operands.SelectMany(o => o).Select(o => o.Length).Distinct().Order());
        Assert.Contains(Take(new(Chains), 300), p => p.Text.Contains('*', StringComparison.Ordinal));
    }

    [Fact]
    public void No_held_out_problem_is_ever_trained_on_whatever_the_seeds()
    {
        var small = new ArithmeticOptions { MaxTerms = 2, EvalShare = 0.3 };
        var train = Enumerable.Range(0, 4).SelectMany(seed => Take(new(small with { Seed = seed }), 2000)).Select(p => p.Text).ToHashSet();
        var heldOut = small with { Seed = 9, Split = Split.Eval };
        var eval = Take(new(heldOut), 2000).Select(p => p.Text).ToHashSet();
        Assert.Empty(train.Intersect(eval));
        Assert.InRange(eval.Count / (double)(eval.Count + train.Count), 0.2, 0.4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1)]
    public void The_wrong_share_of_demonstrations_slips_and_the_answer_stays_right(double share)
    {
        var right = Take(new(Chains), 2000);
        var mixed = Take(new(Chains with { WrongShare = share }), 2000);
        Assert.Equal(right.Select(p => (p.Text, p.Answer)), mixed.Select(p => (p.Text, p.Answer)));
        var wrong = mixed.Count(p => Parts(p.Demonstration!).Final != p.Answer) / 2000.0;
        Assert.InRange(wrong, share - 0.04, share + 0.04);
        Assert.DoesNotContain(mixed, p => p.Demonstration!.Contains("=-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(37, Operation.Add, 58, -10)]
    [InlineData(31, Operation.Add, 58, 0)]
    [InlineData(7, Operation.Add, 3, -10)]
    [InlineData(83, Operation.Subtract, 47, 10)]
    [InlineData(87, Operation.Subtract, 43, 0)]
    [InlineData(3, Operation.Subtract, 7, 0)]
    [InlineData(17, Operation.Multiply, 9, 0)]
    public void A_forgotten_carry_is_off_by_ten_where_there_is_one(int left, object operation, int right, int expected)
    {
        var problem = new ArithmeticProblem([left, right], [(Operation)operation]);
        Assert.Equal(expected, problem.Work()[0].ForgottenCarry());
    }

    [Fact]
    public void Forgetting_carries_leaves_problems_without_any_right()
    {
        var options = Chains with { WrongShare = 1, Slip = SlipKind.ForgottenCarry };
        var prompts = Take(new(options), 500);
        Assert.Contains(prompts, prompt => Parts(prompt.Demonstration!).Final == prompt.Answer);
        Assert.Contains(prompts, prompt => Parts(prompt.Demonstration!).Final != prompt.Answer);
        Assert.DoesNotContain(prompts, prompt => prompt.Demonstration!.Contains("=-", StringComparison.Ordinal));
    }

    [Fact]
    public void Demonstrations_may_hold_the_answer_only()
    {
        var prompt = Get(new(Chains with { Steps = false, Count = 5 }), 3);
        Assert.Equal("#### " + prompt.Answer, prompt.Demonstration);
        Assert.Equal("train-3", prompt.Id);
        Assert.Equal(5, new ArithmeticSource(Chains with { Count = 5 }).Count);
        Assert.Null(new ArithmeticSource(Chains).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Get(new(Chains with { Count = 5 }), 5));
    }

    [Fact]
    public void Options_that_no_problem_fits_are_refused()
    {
        Assert.Contains("min_terms (5)", Refusal(Chains with { MinTerms = 5 }), StringComparison.Ordinal);
        Assert.Contains("min_digits (3)", Refusal(Chains with { MinDigits = 3 }), StringComparison.Ordinal);
        Assert.Contains("operations is empty", Refusal(Chains with { Operations = [] }), StringComparison.Ordinal);
        var hopeless = Chains with { Operations = [Operation.Subtract], MinTerms = 32, MaxTerms = 32, MaxDigits = 1 };
        Assert.Contains("none of 200000 problems fits", Refusal(hopeless), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_written_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("sv-SE");
            var prompts = Take(new(Chains with { Negative = true }), 100);
            Assert.Contains(prompts, p => p.Answer!.StartsWith('-'));
            Assert.DoesNotContain(prompts, p => p.Demonstration!.Contains('\u2212', StringComparison.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Refusal(ArithmeticOptions options) => Assert.Throws<InputException>(() => new ArithmeticSource(options)).Message;

    private static (string Work, string Final) Parts(string demonstration)
    {
        var parts = demonstration.Split(" #### ");
        return (parts[0], parts[1]);
    }

    private static Prompt[] Take(ArithmeticSource source, int count) => [.. Enumerable.Range(0, count).Select(i => Get(source, i))];

    private static Prompt Get(ArithmeticSource source, long index) =>
        source.GetAsync(index, TestContext.Current.CancellationToken).AsTask().Result;
}
