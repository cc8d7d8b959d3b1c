using System.Text.Encodings.Web;
using System.Text.Json;
using Agro.Models.Tokenizers.Bpe;

namespace Agro.Models.Tokenizers;

/// <summary>
/// Writes a tokenizer without merges: each of the 256 bytes of UTF-8 is a token, whose id is the byte's value. It fits small policies trained from scratch.
/// The files are Hugging Face's.
/// </summary>
public static class ByteLevelVocabulary
{
    /// <summary>The number of tokens: 256 bytes and two special tokens.</summary>
    public const int Size = 258;

    /// <summary>Fills a batch up; its id is 256.</summary>
    public const string PaddingToken = "<|pad|>";

    /// <summary>Ends a text; its id is 257.</summary>
    public const string EndOfSequenceToken = "<|endoftext|>";

    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Writes tokenizer.json and tokenizer_config.json.</summary>
    /// <param name="directory">The folder; it is made where it does not exist.</param>
    public static void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        Write(Path.Combine(directory, "tokenizer.json"), WriteTokenizer);
        Write(Path.Combine(directory, "tokenizer_config.json"), WriteConfig);
    }

    private static void Write(string path, Action<Utf8JsonWriter> content)
    {
        using var stream = File.Create(path);
        using var writer = new Utf8JsonWriter(stream, Format);
        writer.WriteStartObject();
        content(writer);
        writer.WriteEndObject();
    }

    private static void WriteTokenizer(Utf8JsonWriter writer)
    {
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        writer.WriteStartArray("added_tokens");
        WriteSpecialToken(writer, 256, PaddingToken);
        WriteSpecialToken(writer, 257, EndOfSequenceToken);
        writer.WriteEndArray();
        writer.WriteNull("normalizer");
        WriteByteLevel(writer, "pre_tokenizer");
        writer.WriteNull("post_processor");
        WriteByteLevel(writer, "decoder");
        writer.WriteStartObject("model");
        WriteModel(writer);
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "BPE");
        foreach (var option in (ReadOnlySpan<string>)["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"]) writer.WriteNull(option);
        foreach (var option in (ReadOnlySpan<string>)["fuse_unk", "byte_fallback", "ignore_merges"]) writer.WriteBoolean(option, false);
        writer.WriteStartObject("vocab");
        for (var b = 0; b < 256; b++) writer.WriteNumber(ByteAlphabet.Character((byte)b).ToString(), b);
        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        writer.WriteEndArray();
    }

    private static void WriteByteLevel(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", false);
        writer.WriteBoolean("trim_offsets", false);
        writer.WriteBoolean("use_regex", false);
        writer.WriteEndObject();
    }

    private static void WriteSpecialToken(Utf8JsonWriter writer, int id, string content)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", id);
        writer.WriteString("content", content);
        foreach (var flag in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip", "normalized"]) writer.WriteBoolean(flag, false);
        writer.WriteBoolean("special", true);
        writer.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter writer)
    {
        writer.WriteString("tokenizer_class", "PreTrainedTokenizerFast");
        writer.WriteString("eos_token", EndOfSequenceToken);
        writer.WriteString("pad_token", PaddingToken);
        writer.WriteBoolean("clean_up_tokenization_spaces", false);
    }
}
