using System.Runtime.InteropServices;

namespace Agro.Models.Generation.Panels;

/// <summary>Memory for much data that is read in short pieces: in large pages where Linux grants them, so that addresses resolve fast.</summary>
internal static unsafe partial class LargePages
{
    private const nuint PageBytes = 2 << 20;
    private const int AdviseLargePages = 14;

    public static void* Allocate(nuint bytes)
    {
        var memory = NativeMemory.AlignedAlloc(bytes, bytes < PageBytes ? 64 : PageBytes);
        // Only advice: without it the memory is the same, a little slower.
        if (OperatingSystem.IsLinux() && bytes >= PageBytes) _ = Advise(memory, bytes / PageBytes * PageBytes, AdviseLargePages);
        return memory;
    }

    public static void Free(void* memory) => NativeMemory.AlignedFree(memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* memory, nuint bytes, int advice);
}
