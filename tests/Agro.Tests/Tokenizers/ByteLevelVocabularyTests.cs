using System.Text;
using Agro.Models.Tokenizers;

namespace Agro.Tests.Tokenizers;

public class ByteLevelVocabularyTests
{
    [Fact]
    public void Every_byte_is_the_token_of_its_value()
    {
        using var folder = new TemporaryFolder();
        ByteLevelVocabulary.Write(folder.Path);
        var tokenizer = Tokenizer.Load(folder.Path);
        foreach (var text in RandomText.Many(8, 100))
        {
            Assert.Equal(Encoding.UTF8.GetBytes(text).Select(b => (int)b), tokenizer.Encode(text));
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text).AsSpan()));
        }
    }

    [Fact]
    public void It_has_two_special_tokens()
    {
        using var folder = new TemporaryFolder();
        ByteLevelVocabulary.Write(Path.Combine(folder.Path, "new"));
        var tokenizer = Tokenizer.Load(Path.Combine(folder.Path, "new"));
        Assert.Equal(ByteLevelVocabulary.Size, tokenizer.VocabularySize);
        Assert.Equal(("<|pad|>", "<|endoftext|>"), (tokenizer.PaddingToken, tokenizer.EndOfSequenceToken));
        Assert.Equal([97, 257, 256], tokenizer.Encode("a<|endoftext|><|pad|>"));
        Assert.Equal("a", tokenizer.Decode([97, 257, 256]));
        Assert.Equal("a<|endoftext|>", tokenizer.Decode([97, 257], skipSpecialTokens: false));
    }
}
