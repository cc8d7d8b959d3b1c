namespace Agro.Cli.Authoring;

/// <summary>Puts new files where nothing was: all of them or none.</summary>
internal static class NewFolder
{
    /// <summary>Refuses a place where something is.</summary>
    /// <param name="target">The place, absolute.</param>
    /// <exception cref="InputException">Something is there.</exception>
    public static void CheckFree(string target)
    {
        if (Path.Exists(target)) throw new InputException($"{target} is there already: choose another name, or another folder with --output");
    }

    /// <summary>Writes a folder with files.</summary>
    /// <param name="target">The folder, absolute.</param>
    /// <param name="files">The files.</param>
    /// <exception cref="InputException">Something is there already, or it cannot be written.</exception>
    public static void Write(string target, IReadOnlyList<NewFile> files) => Put(target, temporary =>
    {
        foreach (var file in files)
        {
            var path = Path.Combine(temporary, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content.Span);
        }

        Directory.Move(temporary, target);
    });

    /// <summary>Writes a file.</summary>
    /// <param name="target">The file, absolute.</param>
    /// <param name="file">Its content.</param>
    /// <exception cref="InputException">Something is there already, or it cannot be written.</exception>
    public static void Write(string target, NewFile file) => Put(target, temporary =>
    {
        File.WriteAllBytes(temporary, file.Content.Span);
        File.Move(temporary, target);
    });

    private static void Put(string target, Action<string> write)
    {
        CheckFree(target);
        var above = Path.GetDirectoryName(target)!;
        var temporary = Path.Combine(above, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(above);
            write(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{target}: cannot be written: {exception.Message}");
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
