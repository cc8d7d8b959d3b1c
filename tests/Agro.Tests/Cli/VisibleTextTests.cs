using Agro.Cli.Terminal;

namespace Agro.Tests.Cli;

public class VisibleTextTests
{
    [Theory]
    [InlineData("plain ASCII", "plain ASCII")]
    [InlineData("\e[31m", "␛[31m")]
    [InlineData("a\nb\tc\0", "a↵b␉c␀")]
    [InlineData("\u007f\u0085\u202e\u200b\u2028\ue000", "␡‹0085›‹202e›‹200b›‹2028›‹e000›")]
    [InlineData("漢字 é 👨‍👩‍👧", "漢字 é 👨‍👩‍👧")]
    [InlineData("[bold]", "[bold]")]
    public void Whatever_moves_the_cursor_or_hides_is_shown_as_a_sign(string text, string shown) => Assert.Equal(shown, VisibleText.Clean(text));

    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced() => Assert.Equal("\ufffdx", VisibleText.Clean("\ud800x"));

    [Fact]
    public void Accents_beyond_those_of_real_scripts_do_not_pile_up() =>
        Assert.Equal("a\u0301\u0301\u0301…b", VisibleText.Clean("a" + new string('\u0301', 500) + "b"));

    [Fact]
    public void Line_ends_stay_where_asked_for() => Assert.Equal("a\nb\n␛", VisibleText.Clean("a\r\nb\n\e", keepBreaks: true));

    [Fact]
    public void Cleaning_twice_is_cleaning_once()
    {
        var once = VisibleText.Clean(SampleRun.Malicious);
        Assert.Equal(once, VisibleText.Clean(once));
        Assert.DoesNotContain(once, char.IsControl);
    }
}
