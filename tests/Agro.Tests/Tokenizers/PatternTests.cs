using System.Globalization;
using System.Text.RegularExpressions;
using Agro.Models.Tokenizers.Patterns;

namespace Agro.Tests.Tokenizers;

public class PatternTests
{
    [Theory]
    [InlineData(@"\p{N}{1,3}", @"[\p{N}]{1,3}")]
    [InlineData(@"[^\r\n\p{L}]?+\p{L}++", @"(?>[^\u000D\u000A\p{L}]?)(?>[\p{L}]+)")]
    [InlineData(@"(?:ab)*+c", @"(?>(?:ab)*)c")]
    [InlineData("x{,3}", "x{0,3}")]
    [InlineData("x{a}", @"x\{a}")]
    [InlineData("^a$", "(?m:^)a(?m:$)")]
    [InlineData("(?m:.)", "(?s:.)")]
    [InlineData("a(?#note)b", "ab")]
    [InlineData("(?i:s)s", "(?i:[sS\u017F])s")]
    [InlineData("[[:digit:]a]", @"[a\p{Nd}]")]
    [InlineData("[]a]", @"[\u005Da]")]
    [InlineData("[a-z&&[^aeiou]]", "[b-df-hj-np-tv-z]")]
    [InlineData(@"\x{41}", "A")]
    [InlineData(@"[^\w]", @"[^\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9]")]
    public void A_pattern_is_rewritten(string oniguruma, string expected) => Assert.Equal(expected, OnigurumaPattern.Translate(oniguruma));

    [Theory]
    [InlineData(@"\p{Greek}", "supported are")]
    [InlineData(@"\R", @"\R is not supported")]
    [InlineData("[a", "ends too early")]
    [InlineData("a)", "closes nothing")]
    [InlineData("[😀]", "beyond U+FFFF")]
    [InlineData("[z-a]", "is empty")]
    public void What_cannot_be_rewritten_is_named(string oniguruma, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => OnigurumaPattern.Translate(oniguruma)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stand_in_has_the_category_of_what_it_stands_for()
    {
        for (var code = 0x10000; code <= 0x10FFFF; code++)
        {
            var standIn = ShadowText.StandIn(code);
            if (CharUnicodeInfo.GetUnicodeCategory(code) != CharUnicodeInfo.GetUnicodeCategory(standIn)) Assert.Fail($"U+{code:X} has the stand-in U+{(int)standIn:X4}");
        }
    }

    [Fact]
    public void Ranges_cover_the_text_in_units_of_the_text()
    {
        var ranges = new List<TextRange>();
        new RegexPattern(@"\p{N}{2}").Find("a𝟘𝟙𝟚b", ranges);
        Assert.Equal([new(0, 1, false), new(1, 5, true), new(5, 8, false)], ranges);
    }

    [Fact]
    public void Every_supported_category_matches_what_dotnet_matches()
    {
        foreach (var category in (string[])["L", "Lu", "M", "N", "P", "S", "Z", "C"])
        {
            var (written, own) = (new Regex($@"\p{{{category}}}"), new Regex(OnigurumaPattern.Translate($@"[\p{{{category}}}&&\p{{{category}}}]")));
            for (var c = 0; c <= char.MaxValue; c++)
            {
                if (written.IsMatch([(char)c]) != own.IsMatch([(char)c])) Assert.Fail($"{category} U+{c:X4}");
            }
        }
    }
}
