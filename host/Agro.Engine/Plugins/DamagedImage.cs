namespace Agro.Engine.Plugins;

/// <summary>What the readers of assemblies throw at bytes that are no assembly: not one kind of exception only.</summary>
internal static class DamagedImage
{
    /// <summary>Whether an exception says that bytes cannot be read as an assembly.</summary>
    public static bool Is(Exception exception) => exception is BadImageFormatException or InvalidOperationException or OverflowException
        or ArgumentException or IndexOutOfRangeException or NotSupportedException;
}
