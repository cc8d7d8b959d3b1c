using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace Agro.Engine.Plugins;

/// <summary>
/// Turns what plugin or script code threw into text. An exception object holds its stack trace, and so the methods and the load
/// context of the plugin: it must not outlive the call that threw it, not even as an inner exception.
/// </summary>
public static class PluginFault
{
    private const int DeepestCause = 3;

    /// <summary>Makes the exception that the host may keep.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="plugin">The DLL or script, as messages show it.</param>
    /// <param name="component">The component's name in recipes.</param>
    /// <param name="phase">What it was doing.</param>
    /// <returns>An exception that holds text only.</returns>
    public static PluginException From(Exception exception, string plugin, string component, string phase) =>
        new(plugin, component, phase, Describe(exception));

    /// <summary>Makes the exception that the host may keep.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="component">The component that threw it.</param>
    /// <param name="phase">What it was doing.</param>
    /// <returns>An exception that holds text only.</returns>
    public static PluginException From(Exception exception, ComponentDescription component, string phase) =>
        From(exception, DisplayPath.Of(component.PluginPath), component.Name, phase);

    /// <summary>
    /// Describes an exception as <c>type: message at file:line</c>, with the first line of the plugin's own code on its stack.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>One line, unless the message has several.</returns>
    public static string Describe(Exception exception)
    {
        var thrown = Unwrap(exception);
        var text = Summary(thrown);
        var cause = thrown.InnerException;
        for (var depth = 0; cause is not null && depth < DeepestCause; depth++, cause = cause.InnerException)
        {
            text += $" (caused by {Summary(cause)})";
        }

        return LocationOf(thrown) is { } location ? $"{text} at {location}" : text;
    }

    /// <summary>Leaves out the wrappers that reflection, tasks and static constructors put around what was thrown.</summary>
    private static Exception Unwrap(Exception exception)
    {
        while (exception is TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 }
            && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private static string Summary(Exception exception)
    {
        string message;
        try
        {
            message = exception.Message.Trim();
        }
#pragma warning disable CA1031 // An exception type of a plugin may fail at describing itself.
        catch (Exception)
#pragma warning restore CA1031
        {
            message = "(its message cannot be read)";
        }

        return $"{exception.GetType().Name}: {message}";
    }

    private static string? LocationOf(Exception exception)
    {
        for (var depth = 0; depth <= DeepestCause; depth++)
        {
            var own = new StackTrace(exception, fNeedFileInfo: true).GetFrames().Where(IsPluginCode).ToArray();
            if (own.FirstOrDefault(frame => frame.GetFileName() is not null) is { } located)
            {
                return $"{DisplayPath.Of(located.GetFileName()!)}:{located.GetFileLineNumber()}";
            }

            if (own.Length > 0 && own[0].GetMethod() is { } method) return $"{method.DeclaringType?.Name}.{method.Name}";
            if (exception.InnerException is not { } inner) return null;
            exception = inner;
        }

        return null;
    }

    /// <summary>Plugins and scripts are the only code in collectible contexts; the host and the framework are in the default one.</summary>
    private static bool IsPluginCode(StackFrame frame) =>
        frame.GetMethod()?.Module.Assembly is { IsDynamic: false } assembly
        && AssemblyLoadContext.GetLoadContext(assembly) is { IsCollectible: true };
}
