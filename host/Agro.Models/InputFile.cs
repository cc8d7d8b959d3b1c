using Microsoft.Win32.SafeHandles;

namespace Agro.Models;

/// <summary>Opens files that a person named. Whatever keeps one from being read is that person's to mend, not a fault of ours.</summary>
internal static class InputFile
{
    /// <summary>Reads a file whole.</summary>
    /// <exception cref="InputException">It is absent, a folder, or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path) => Guard(path, File.ReadAllBytes);

    /// <summary>Opens a file to read parts of it.</summary>
    /// <exception cref="InputException">It is absent, a folder, or cannot be read.</exception>
    public static SafeFileHandle Open(string path) => Guard(path, file => File.OpenHandle(file));

    private static T Guard<T>(string path, Func<string, T> read)
    {
        if (Directory.Exists(path)) throw new InputException($"{path}: is a folder, a file is wanted");
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }
}
