namespace Agro;

/// <summary>An error meant for a person: it is shown as its message, without a stack.</summary>
/// <param name="message">What went wrong and what to do about it.</param>
/// <param name="innerException">What caused it.</param>
public class AgroException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The exit code of the program: 2 for bad input, found before anything was changed; 1 for a failure while running.</summary>
    public virtual int ExitCode => 1;
}

/// <summary>Bad input: a file, a recipe or an argument that cannot be used. Nothing was changed.</summary>
/// <param name="message">Where it is, what was found, what is allowed.</param>
/// <param name="innerException">What caused it.</param>
public class InputException(string message, Exception? innerException = null) : AgroException(message, innerException)
{
    /// <inheritdoc/>
    public override int ExitCode => 2;
}

/// <summary>A fault of a plugin or hook. It holds text only, so that it keeps no type of the plugin alive.</summary>
/// <param name="plugin">The DLL or script.</param>
/// <param name="component">The component's name in recipes.</param>
/// <param name="phase">What it was doing.</param>
/// <param name="detail">What it threw, with file and line where known.</param>
public class PluginException(string plugin, string component, string phase, string detail)
    : AgroException($"{plugin}: {component}: {phase}: {detail}")
{
    /// <summary>The DLL or script.</summary>
    public string Plugin { get; } = plugin;

    /// <summary>The component's name in recipes.</summary>
    public string Component { get; } = component;

    /// <summary>What it was doing.</summary>
    public string Phase { get; } = phase;

    /// <summary>What it threw, with file and line where known.</summary>
    public string Detail { get; } = detail;
}
