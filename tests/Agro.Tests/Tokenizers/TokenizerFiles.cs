using System.Collections.Concurrent;
using System.IO.Compression;
using Agro.Models.Tokenizers;

namespace Agro.Tests.Tokenizers;

/// <summary>
/// Real tokenizers, each loaded once: those of the test data, and those in the folder named by AGRO_TEST_TOKENIZERS (NAME/tokenizer.json).
/// A test of one that is absent is skipped.
/// </summary>
internal static class TokenizerFiles
{
    private static readonly ConcurrentDictionary<string, Lazy<Tokenizer>> Loaded = new(StringComparer.Ordinal);

    public static Tokenizer Named(string name)
    {
        var path = PathOf(name);
        return Loaded.GetOrAdd(path, key => new Lazy<Tokenizer>(() => Read(key, BpeEngine.Agro))).Value;
    }

    /// <summary>A tokenizer of its own, that has seen no text.</summary>
    public static Tokenizer Anew(string name, BpeEngine engine = BpeEngine.Agro) => Read(PathOf(name), engine);

    /// <summary>The tokenizer.json of a tokenizer, perhaps compressed.</summary>
    private static string PathOf(string name)
    {
        if (name == "stories260k") return SharedData.PathOf("data", "models", name, "tokenizer.json");
        if (name is "gpt2" or "qwen3") return SharedData.PathOf("data", "tokenizers", $"{name}.tokenizer.json.gz");
        var folder = Environment.GetEnvironmentVariable("AGRO_TEST_TOKENIZERS");
        var path = Path.Combine(folder ?? "", name, "tokenizer.json");
        if (folder is null || !File.Exists(path)) Assert.Skip($"needs {name}/tokenizer.json in the folder named by AGRO_TEST_TOKENIZERS");
        return path;
    }

    private static Tokenizer Read(string path, BpeEngine engine)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return Tokenizer.Read(path, engine);
        using var folder = new TemporaryFolder();
        var plain = folder.Of("tokenizer.json");
        using (var source = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
        using (var target = File.Create(plain))
        {
            source.CopyTo(target);
        }
        return Tokenizer.Read(plain, engine);
    }
}
