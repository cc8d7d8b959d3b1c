using System.Text;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>Reads the bytes of a recipe as text.</summary>
internal static class RecipeFile
{
    private const int LongestBytes = 4 << 20;

    /// <exception cref="RecipeException">There is no such file, or it is not a text in UTF-8.</exception>
    public static string ReadText(string path, RecipeSource source)
    {
        var bytes = ReadBytes(path, source);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw Fault(source, 1, 1, "is UTF-16; save it as UTF-8");
        ReadOnlySpan<byte> content = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes;
        var invalid = Utf8Length(content);
        if (invalid < content.Length)
            throw Fault(source, content, invalid, $"byte 0x{content[invalid]:X2} is not UTF-8; save the recipe as UTF-8");
        var control = content.IndexOfAnyExceptInRange((byte)0x20, (byte)0xFF);
        for (var at = control; at >= 0 && at < content.Length; at++)
            if (content[at] < 0x20 && content[at] is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
                throw Fault(source, content, at, $"control character 0x{content[at]:X2}; a recipe is plain text");
        return Encoding.UTF8.GetString(content);
    }

    private static byte[] ReadBytes(string path, RecipeSource source)
    {
        if (Directory.Exists(path)) throw Fault(source, 0, 0, "is a folder; a recipe is a YAML file");
        if (!File.Exists(path)) throw Fault(source, 0, 0, ("no such file." + NearestName.SiblingHint(Path.GetFullPath(path))).TrimEnd('.'));
        try
        {
            if (new FileInfo(path).Length > LongestBytes) throw Fault(source, 0, 0, "is larger than 4 MiB; a recipe is a short YAML file");
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(source, 0, 0, $"cannot be read: {exception.Message}");
        }
    }

    /// <summary>How many bytes are UTF-8 before the first that is not.</summary>
    private static int Utf8Length(ReadOnlySpan<byte> content)
    {
        for (var at = 0; at < content.Length;)
        {
            var status = Rune.DecodeFromUtf8(content[at..], out _, out var consumed);
            if (status != System.Buffers.OperationStatus.Done) return at;
            at += consumed;
        }

        return content.Length;
    }

    private static RecipeException Fault(RecipeSource source, ReadOnlySpan<byte> content, int at, string message)
    {
        var before = content[..at];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return Fault(source, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1, message);
    }

    private static RecipeException Fault(RecipeSource source, int line, int column, string message) =>
        new([new NodePosition(source, line, column).Fault("", message)]);
}
