using Agro.Cli.Terminal;

namespace Agro.Tests.Cli;

public class CellsTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("漢字", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("🎉", 2)]
    [InlineData("", 0)]
    public void Width_counts_cells(string text, int width) => Assert.Equal(width, Cells.Width(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("漢字漢字", 5, "漢字…")]
    [InlineData("漢字漢字", 4, "漢…")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    [InlineData("abc", -3, "")]
    public void Cutting_leaves_an_ellipsis_within_the_width(string text, int width, string cut) => Assert.Equal(cut, Cells.Cut(text, width));

    [Fact]
    public void Wrapping_breaks_at_spaces_where_that_wastes_little() =>
        Assert.Equal(["the quick", "brownie", "abcdefghij", "klm", "", "x"], Cells.Wrap("the quick brownie abcdefghijklm\n\nx", 10));

    [Fact]
    public void Wrapped_lines_fit_and_lose_nothing_but_spaces()
    {
        var random = new Random(5);
        string[] pieces = ["a", "bc", " ", "  ", "漢", "🎉", "e\u0301", "defghijklmnop", "‹200b›"];
        for (var run = 0; run < 500; run++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var width = random.Next(2, 12);
            var lines = Cells.Wrap(text, width);
            Assert.All(lines, line => Assert.InRange(Cells.Width(line), 0, width));
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_character_wider_than_the_line_is_taken_anyway() => Assert.Equal(["漢", "🎉", "a"], Cells.Wrap("漢🎉a", 1));
}
