using Agro.Plugins.Rewards.Mathematics;

namespace Agro.Tests.Rewards.Mathematics;

public class HostileAnswersTests
{
    private static readonly MathEquivalence Reward = new(new());

    public static TheoryData<string, string> Answers { get; } = new()
    {
        { "10^{10^{10}}", "a tower" },
        { "10^{10^{10^{10}}}", "a higher tower" },
        { "(1+1)^{10^9}", "a large power" },
        { "(1+x)^{10^9}", "a large power of a sum" },
        { "(x+y+z+w)^{12}(a+b+c+d)^{12}", "many terms" },
        { "99999999!", "a large factorial" },
        { "((99!)!)!", "factorials of factorials" },
        { "5" + Repeat("!", 1500), "many factorials" },
        { "(400!)^{400}", "a power of a factorial" },
        { "\\binom{1000000000}{100000000}", "a large binomial" },
        { "1e999999", "a large exponent" },
        { new string('9', 100_000), "many digits" },
        { Repeat("{", 100_000), "open braces" },
        { Repeat("{", 900) + "x" + Repeat("}", 900), "nested braces" },
        { Repeat("\\frac{", 300) + "x" + Repeat("}{2}", 300), "nested fractions" },
        { Repeat("\\sqrt{1+x+y+", 55) + "x" + Repeat("}", 55), "nested roots" },
        { Repeat("2^{", 55) + "x" + Repeat("}", 55), "nested exponents" },
        { string.Concat(Enumerable.Range(2, 60).Select(i => $"(1+\\sqrt{{{i}}})")), "a product of roots" },
        { string.Join('+', Enumerable.Range(1, 60).Select(i => $"\\frac{{1}}{{x+y_{{{i}}}}}")), "many denominators" },
        { "\\sum_{k=1}^{1000000000} \\sin k", "a long sum" },
        { "\\sum_{a=1}^{400}\\sum_{b=1}^{400}\\sum_{c=1}^{400} \\sin(abc)", "sums of sums" },
        { "\\sum_{a=1}^{n}\\sum_{b=1}^{n}\\sum_{c=1}^{n} \\sin(abc)", "sums to n of sums" },
        { Repeat("\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}", 40), "a product of matrices" },
        { Repeat("(1,2)\\cup", 150) + "(3,4)", "many intervals" },
        { string.Join(',', Enumerable.Range(1, 39).Select(i => $"\\sin({i}x)")), "a list of functions" },
        { Repeat("x+", 990) + "x", "a long sum of terms" },
        { Repeat("1/(1+", 55) + "x" + Repeat(")", 55), "a continued fraction" },
        { Repeat("1\\frac{", 60) + "1" + Repeat("}{2}", 60), "nested mixed numbers" },
        { Repeat("\\text{The answer is ", 80) + "x", "nested announcements" },
        { Repeat("{}_5", 400) + "C_2", "indexes on the left" },
        { Repeat("p=1,q=2,", 240), "the same unknowns again and again" },
        { "|" + Repeat("|x|-", 300) + "1|<2", "nested bounds" },
        { "(x+y+z)^{40}(x-1)^{400}<3", "an inequality of many terms" },
        { "(x-1)^{400}<3", "an inequality of a high degree" },
        { Repeat("12,5", 400), "many commas" },
        { Repeat("|", 1000), "bars" },
        { Repeat("\\boxed{", 20_000), "open boxes" },
        { Repeat("\\[", 50_000), "open formulas" },
        { Repeat("$x", 50_000), "many dollars" },
        { Repeat("answer is ", 20_000), "many announcements" },
        { Repeat("\ud83d", 500), "half characters" },
        { "\0\0\0", "no characters" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Hostile_answers_are_not_right_and_cost_little_memory(string answer, string what)
    {
        foreach (var (gold, completion) in new[] { "3", "\\sin^2(x)+3", "(1,2)" }.SelectMany(gold => new[] { (gold, answer), (gold, $"\\boxed{{{answer}}}") }))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = Reward.Score(completion, gold);
            Assert.Equal(0, result.Value);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000, what);
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Hostile_answers_end_before_a_small_stack_does(string answer, string what)
    {
        RewardResult? result = null;
        var thread = new Thread(() => result = Reward.Score($"\\boxed{{{answer}}}", "\\sin(x)+1"), 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(result?.Value == 0, what);
    }

    [Theory]
    [InlineData("99999999!", "too few points")]
    [InlineData("(x+y+z+w)^{12}(a+b+c+d)^{12}", "too many terms")]
    [InlineData("\\sum_{a=1}^{400}\\sum_{b=1}^{400}\\sum_{c=1}^{400} \\sin(abc)", "too long to settle")]
    public void What_costs_too_much_is_not_verifiable(string answer, string reason)
    {
        var why = Reward.Score($"\\boxed{{{answer}}}", "x+3").Reason;
        Assert.Contains("not verifiable", why, StringComparison.Ordinal);
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_too_large_to_compute_are_still_equal_in_normal_form()
    {
        Assert.Equal(1, Reward.Score("10^{10000000000}", "10^{10^{10}}").Value);
        Assert.Equal(0, Reward.Score("10^{10000000001}", "10^{10^{10}}").Value);
        Assert.Equal(1, Reward.Score("2^{1000000000}", "(1+1)^{10^9}").Value);
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
