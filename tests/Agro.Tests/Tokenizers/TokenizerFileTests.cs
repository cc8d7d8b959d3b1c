using Agro.Models.Tokenizers;

namespace Agro.Tests.Tokenizers;

public class TokenizerFileTests
{
    private const string Model = """{"type":"BPE","vocab":{"a":0,"b":1,"ab":5},"merges":["a b"]}""";

    [Fact]
    public void Ids_may_have_holes()
    {
        var tokenizer = Read($$"""{"model":{{Model}},"added_tokens":[{"id":9,"content":"<x>","special":true}]}""");
        Assert.Equal(10, tokenizer.VocabularySize);
        Assert.Equal([5, 0, 9], tokenizer.Encode("aba<x>"));
        Assert.Equal("a b", tokenizer.Decode([0, 3, 1, 8, 100, -1, 9]));
        Assert.Equal(9, tokenizer.TokenId("<x>"));
        Assert.Equal(5, tokenizer.TokenId("ab"));
        Assert.Null(tokenizer.TokenId("c"));
        Assert.Equal("ab", tokenizer.TokenText(5));
        Assert.Null(tokenizer.TokenText(3));
        Assert.Equal("<x>", Assert.Single(tokenizer.SpecialTokens).Key);
    }

    [Theory]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""", "$.model.type: 'Unigram' is not supported; supported are BPE")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "$.model.merges[0]: 'b' is not in the vocabulary")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[["a","b"]]}}""", "$.model.merges[0]: 'ab' is not in the vocabulary")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a"]}}""", "$.model.merges[0]: 'a' is not two tokens")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}}""", "$.model.merges[0]: two strings are needed")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "$.model.vocab['a']: an id from 0 to")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"u"}}""", "$.model.unk_token: 'u' is not in the vocabulary")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1}}""", "$.model.dropout: merges are left out at random")]
    [InlineData("""{"model":{"type":"BPE","merges":[]}}""", "$.model: has no 'vocab'")]
    [InlineData("""{"version":"1.0"}""", "$: has no 'model'")]
    [InlineData("[]", "$: is StartArray, an object is needed")]
    public void What_is_wrong_with_a_model_is_said_with_its_path(string json, string message) => Faults(json, message);

    [Theory]
    [InlineData("""{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Magic"}]},MODEL}""", "$.pre_tokenizer.pretokenizers[0].type: 'Magic' is not supported; supported are ByteLevel")]
    [InlineData("""{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"("},"behavior":"Isolated"},MODEL}""", "$.pre_tokenizer.pattern.Regex: not a supported regular expression")]
    [InlineData("""{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"a"},"behavior":"Sideways"},MODEL}""", "$.pre_tokenizer.behavior: is 'Sideways'; it can be Removed")]
    [InlineData("""{"normalizer":{"type":"Precompiled"},MODEL}""", "$.normalizer.type: 'Precompiled' is not supported; supported are NFC")]
    [InlineData("""{"normalizer":{"type":"Replace","pattern":{},"content":""},MODEL}""", "$.normalizer.pattern: has neither 'String' nor 'Regex'")]
    [InlineData("""{"decoder":{"type":"CTC"},MODEL}""", "$.decoder.type: 'CTC' is not supported")]
    [InlineData("""{"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}}],"special_tokens":{}},MODEL}""", "$.post_processor.single[0].SpecialToken.id: '<s>' is not among")]
    [InlineData("""{"added_tokens":[{"id":"1","content":"x"}],MODEL}""", "$.added_tokens[0].id: is 1, an integer is needed")]
    [InlineData("""{"added_tokens":[{"id":1}],MODEL}""", "$.added_tokens[0]: has no 'content'")]
    public void What_is_wrong_with_a_component_is_said_with_its_path(string json, string message) =>
        Faults(json.Replace("MODEL", $"\"model\":{Model}", StringComparison.Ordinal), message);

    [Theory]
    [InlineData("{\n  \"é\" 1}", ":2:7: not valid JSON")]
    [InlineData("{\"model\":{\"vocab\":{\"a\":0},\n\"merges\":[}}", ":2:11: not valid JSON")]
    [InlineData("{\"model\":", "not valid JSON")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"\\ud800\":0},\"merges\":[]}}", "not valid Unicode")]
    public void Broken_json_is_said_with_line_and_column(string json, string message) => Faults(json, message);

    [Fact]
    public void A_folder_without_tokenizer_is_said_to_be_one()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no tokenizer.json", Assert.Throws<InputException>(() => Tokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Tokenizer.Read(folder.Of("absent.json")));
    }

    [Fact]
    public void Roles_and_missing_added_tokens_come_from_the_files_beside_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", $$"""{"model":{{Model}},"added_tokens":[{"id":6,"content":"<s>","special":true}]}""");
        folder.Write("tokenizer_config.json", """
            {"bos_token":{"content":"<s>"},"eos_token":"</s>","pad_token":null,
             "added_tokens_decoder":{"6":{"content":"<s>","special":true},"7":{"content":"</s>","special":true}}}
            """);
        folder.Write("special_tokens_map.json", """{"eos_token":"<s>","pad_token":{"content":"<s>"}}""");
        var tokenizer = Tokenizer.Load(folder.Path);
        Assert.Equal(("<s>", "</s>", "<s>", null), (tokenizer.BeginningOfSequenceToken, tokenizer.EndOfSequenceToken, tokenizer.PaddingToken, tokenizer.UnknownToken));
        Assert.Equal([6, 5, 7], tokenizer.Encode("<s>ab</s>"));
        Assert.Equal(8, tokenizer.VocabularySize);
    }

    private static void Faults(string json, string message)
    {
        var error = Assert.Throws<InputException>(() => Read(json));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.ExitCode);
    }

    private static Tokenizer Read(string json)
    {
        using var folder = new TemporaryFolder();
        return Tokenizer.Read(folder.Write("tokenizer.json", json));
    }
}
