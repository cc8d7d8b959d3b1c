using System.Runtime.InteropServices;

namespace Agro.Models.Native;

/// <summary>
/// Keeps large blocks in glibc's heap. By default every large tensor is mapped, page-faulted and unmapped anew, which makes an
/// element-wise operation on 64 MB seven times slower. The price is that memory once used is not given back before the process ends.
/// AGRO_KEEP_HEAP=0 turns it off.
/// </summary>
internal static partial class NativeAllocator
{
    private const int TrimThreshold = -1, TopPad = -2, MapsMaximum = -4;

    /// <summary>Applies the setting where the C library is glibc.</summary>
    /// <returns>Whether it was applied.</returns>
    public static bool KeepHeap()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("AGRO_KEEP_HEAP") == "0") return false;
        try
        {
            return Set(MapsMaximum, 0) == 1 && Set(TrimThreshold, int.MaxValue) == 1 && Set(TopPad, 64 << 20) == 1;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
