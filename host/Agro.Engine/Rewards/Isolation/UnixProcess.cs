using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>The calls of Unix that .NET has no name for.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixProcess
{
    private const int Kill = 9, DuplicateFromLinux = 1030;

    /// <summary>Makes this process the head of a process group of its own, which its children are born into.</summary>
    /// <returns>Whether it is one now.</returns>
    public static bool LeadGroup() => SetGroup(0, 0) == 0 || GetGroup() == Environment.ProcessId;

    /// <summary>Ends a process group at once. One that is not there is no fault.</summary>
    /// <param name="leader">The process that leads it.</param>
    public static void EndGroup(int leader) => _ = SendSignal(-leader, Kill);

    /// <summary>Makes another descriptor of what a descriptor stands for; children do not get it.</summary>
    /// <param name="descriptor">The descriptor.</param>
    public static SafeFileHandle Duplicate(int descriptor)
    {
        // F_DUPFD_CLOEXEC of Linux; other systems pass arguments of variable number in another way than .NET can.
        var copy = OperatingSystem.IsLinux() ? Control(descriptor, DuplicateFromLinux, 3) : Copy(descriptor);
        return copy >= 0 ? new SafeFileHandle(copy, ownsHandle: true) : throw new IOException($"descriptor {descriptor} cannot be duplicated");
    }

    /// <summary>Makes a descriptor stand for what another one does.</summary>
    /// <param name="source">The other one.</param>
    /// <param name="target">The descriptor.</param>
    public static void Replace(int source, int target)
    {
        if (Copy(source, target) < 0) throw new IOException($"descriptor {target} cannot be replaced");
    }

    [LibraryImport("libc", EntryPoint = "setpgid")]
    private static partial int SetGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int GetGroup();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Copy(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Copy(int source, int target);
}
