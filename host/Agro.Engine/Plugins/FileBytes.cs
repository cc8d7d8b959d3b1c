using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Agro.Engine.Plugins;

/// <summary>
/// Reads files that others may write at any time. .NET locks every file that it opens, which on Unix makes another .NET process that
/// wants a file for itself fail: a build that copies its result to where it is being read. So here the system is asked.
/// </summary>
internal static partial class FileBytes
{
    private const int NoEntry = 2, Denied = 13, NoFolder = 20;

    /// <summary>Opens a file; others may write, move and delete it meanwhile.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (OperatingSystem.IsWindows()) return new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // To read only, and not for child processes.
        var handle = OpenUnix(path, OperatingSystem.IsLinux() ? 0x80000 : 0x1000000);
        if (!handle.IsInvalid) return new(handle, FileAccess.Read);
        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        var message = $"{DisplayPath.Of(path)}: {Marshal.GetPInvokeErrorMessage(error)}";
        throw error switch
        {
            NoEntry => new FileNotFoundException(message, path),
            NoFolder => new DirectoryNotFoundException(message),
            Denied => new UnauthorizedAccessException(message),
            _ => new IOException(message),
        };
    }

    /// <summary>All of a file.</summary>
    /// <exception cref="IOException">It cannot be read, or became shorter meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Of(string path)
    {
        using var stream = Open(path);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenUnix(string path, int flags);
}
