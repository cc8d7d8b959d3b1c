using System.Text;
using Agro.Models.Tokenizers.Normalization;

namespace Agro.Tests.Tokenizers;

public class NormalizationTests
{
    [Fact]
    public void Composition_that_does_nothing_is_an_error_and_not_other_tokens()
    {
        var error = Assert.Throws<AgroException>(() => UnicodeForm.RequireData(static text => text));
        Assert.Contains("ICU", error.Message, StringComparison.Ordinal);
        Assert.Throws<AgroException>(() => UnicodeForm.RequireData(static _ => throw new PlatformNotSupportedException()));
    }

    [Fact]
    public void Every_character_can_be_normalized()
    {
        var composed = new UnicodeForm(NormalizationForm.FormC);
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.TryCreate(code, out var rune)) Assert.NotEqual("", composed.Normalize($"a{rune}e\u0301"));
        }
        Assert.Equal("é\uFFFEé", composed.Normalize("e\u0301\uFFFEe\u0301"));
    }
}
