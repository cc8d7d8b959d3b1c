using Agro.Plugins.Rewards.Mathematics;

namespace Agro.Tests.Rewards.Mathematics;

public class FuzzTests
{
    private const long MaxAllocated = 40_000_000;

    private static readonly string[] Pieces =
    [
        "\\frac", "\\sqrt", "\\sin", "\\ln", "\\log_", "\\binom", "\\text{and}", "\\text{ cm}", "\\left(", "\\right)", "\\begin{pmatrix}", "\\end{pmatrix}",
        "\\begin{cases}", "\\end{cases}", "\\int", "\\sum_{k=1}^", "\\prod", "\\lim_{x\\to 0}", "\\boxed{", "\\pm", "\\cup", "\\in", "\\infty", "\\pi", "\\{", "\\}",
        "\\\\", "\\", "{", "}", "(", ")", "[", "]", "|", "^", "_", "!", "%", "\\%", "°", "$", "$$", "&", ",", ";", ":", "=", "<", "\\le", "+", "-", "*", "/", ".",
        "x", "y", "n", "e", "i", "d", "f", "0", "1", "2", "10", "99", "1e9", "1.5", ",000", "\\overline{3}", "\\mod", "\\gcd", "'", " ", "\n", "####", "</think>",
        "the answer is ", "A:", "π", "≤", "²", "\u00e9", "\ud83d", "\\frac{d}{dx}", "dx", "C_5^", "{}_5", "\\text{The answer is }", " h", " km/h", "12,5", "|x|<", "p=1,q=2,", "f(t)=", "all real numbers", "U", "\\approx", "\\mathbb{R}", "\\setminus", "\\choose",
    ];

    private static readonly string[] Seeds =
    [
        "\\frac{1}{2}", "$\\boxed{\\left(-\\frac{\\sqrt{2}}{2}, \\frac{7\\sqrt{2}}{2}\\right)}$", "x^5 - x^4 + x^3", "(-\\infty, 2) \\cup (3, \\infty)",
        "\\begin{pmatrix} -1 & 0 \\\\ 0 & -1 \\end{pmatrix}", "\\sum_{k=1}^{10} \\sin(kx)^2", "\\int_0^1 x^2 dx", "-2 \\le x < 7", "x = 1, y = \\pm 2", "3.5\\times 10^{-4}",
        "1\\frac{4}{5} \\text{ hours}", "\\{1, 2, \\{3\\}\\}", "e^{i\\pi/3}", "\\frac{d}{dx}[\\sin x^2]", "||x||y||", "The answer is $\\frac{3}{4}$.", "So #### 1,234",
        "\\log_2(x+1)", "\\binom{n}{3}", "10^{10^{10}}", "(1+x+y)^{40}", "\\lfloor x \\rfloor \\mod 7", "\\{x | x > 3\\}", "p=5,q=2;p=7,q=2", "[1;2[", "|2x-1| \\le 3", "f(x)=x^2+1", "p=5,q=2 \\text{ and } p=7,q=2", "\\text{The answer is } 7", "C_n^2", "\\prod_{k=1}^{n} (1+k)",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_answers_are_settled_without_much_memory(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++) Settle(Compose(random), random.Next(2) == 0 ? Compose(random) : Seeds[random.Next(Seeds.Length)]);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Mutated_answers_are_settled_without_much_memory(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++) Settle(Mutate(Seeds[random.Next(Seeds.Length)], random), Mutate(Seeds[random.Next(Seeds.Length)], random));
    }

    [Fact]
    public void Verdicts_are_the_same_in_every_run()
    {
        var random = new Random(21);
        for (var i = 0; i < 300; i++)
        {
            var (gold, answer) = (Mutate(Seeds[random.Next(Seeds.Length)], random), Mutate(Seeds[random.Next(Seeds.Length)], random));
            Assert.Equal(Settle(gold, answer), Settle(gold, answer));
        }
    }

    private static RewardResult Settle(string gold, string answer)
    {
        var reward = new MathEquivalence(new());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = reward.Score(answer, gold);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MaxAllocated, $"{allocated} bytes for '{gold}' and '{answer}'");
        Assert.True(result.Value is 0 or 1, answer);
        return result;
    }

    private static string Compose(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Mutate(string text, Random random)
    {
        for (var change = random.Next(4); change >= 0; change--)
        {
            var at = random.Next(text.Length + 1);
            var end = random.Next(at, Math.Min(text.Length, at + 6) + 1);
            text = random.Next(4) switch
            {
                0 => text[..at] + text[end..],
                1 => text[..at] + Pieces[random.Next(Pieces.Length)] + text[at..],
                2 => text[..at] + text[at..end] + text[at..],
                _ => text[..at] + (char)random.Next(32, 127) + text[end..],
            };
        }
        return text;
    }
}
