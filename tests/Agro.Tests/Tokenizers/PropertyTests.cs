using System.Text;
using Agro.Models.Tokenizers;

namespace Agro.Tests.Tokenizers;

public class PropertyTests
{
    [Fact]
    public void Byte_level_text_comes_back_as_it_went()
    {
        var tokenizer = TokenizerFiles.Named("gpt2");
        foreach (var text in RandomText.Many(1, 500)) Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text).AsSpan()));
    }

    [Fact]
    public void Byte_level_text_comes_back_composed_where_the_tokenizer_composes()
    {
        var tokenizer = TokenizerFiles.Named("qwen3");
        foreach (var text in RandomText.Many(2, 500))
        {
            if (!text.Contains('\uFFFE')) Assert.Equal(text.Normalize(NormalizationForm.FormC), tokenizer.Decode(tokenizer.Encode(text).AsSpan()));
        }
    }

    [Fact]
    public void Text_of_byte_fallback_comes_back_as_it_went()
    {
        var tokenizer = TokenizerFiles.Named("stories260k");
        foreach (var text in RandomText.Many(3, 500).Where(text => !text.Contains('▁') && !text.Contains("<0x0A>")))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text).AsSpan()));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        var tokenizer = TokenizerFiles.Named("gpt2");
        Assert.Equal(tokenizer.Encode("a\uFFFDb\uFFFD"), tokenizer.Encode("a\uD800b\uDC00"));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("qwen3")]
    [InlineData("stories260k")]
    public void Streamed_text_is_the_decoded_text_for_any_tokens(string name)
    {
        var tokenizer = TokenizerFiles.Named(name);
        var random = new Random(4);
        for (var i = 0; i < 400; i++)
        {
            // Low ids are single bytes: they make characters that are incomplete or wrong. Some ids have no token.
            var limit = random.Next(2) == 0 ? 300 : tokenizer.VocabularySize + 5;
            var ids = Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(limit)).ToArray();
            var skip = random.Next(2) == 0;
            var decoder = new StreamingDecoder(tokenizer, skip);
            Assert.Equal(tokenizer.Decode(ids, skip), string.Concat(ids.Select(decoder.Append)) + decoder.Finish());
        }
    }

    [Fact]
    public void A_character_is_held_back_until_it_is_complete()
    {
        var tokenizer = TokenizerFiles.Named("gpt2");
        var ids = tokenizer.Encode("🙂!");
        var decoder = new StreamingDecoder(tokenizer);
        var parts = ids.Select(decoder.Append).ToList();
        Assert.True(ids.Length > 2);
        Assert.All(parts.SkipLast(2), part => Assert.Equal("", part));
        Assert.Equal(["🙂", "!"], parts.TakeLast(2));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("stories260k")]
    public void Threads_get_the_tokens_that_one_thread_gets(string name)
    {
        var texts = RandomText.Many(5, 300).ToArray();
        var expected = texts.Select(text => string.Join(' ', TokenizerFiles.Named(name).Encode(text))).ToArray();
        var shared = TokenizerFiles.Anew(name);
        var actual = new string[4 * texts.Length];
        Parallel.For(0, actual.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => actual[i] = string.Join(' ', shared.Encode(texts[i % texts.Length])));
        for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i % texts.Length], actual[i]);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("qwen3")]
    [InlineData("gpt4o")]
    [InlineData("deepseek_v3")]
    public void Microsofts_merging_gives_the_same_tokens(string name)
    {
        var (own, other) = (TokenizerFiles.Named(name), TokenizerFiles.Anew(name, BpeEngine.MicrosoftMachineLearning));
        foreach (var text in RandomText.Many(6, 400)) Assert.Equal(own.Encode(text), other.Encode(text));
    }
}
