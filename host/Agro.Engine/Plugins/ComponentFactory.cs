using System.Reflection;
using System.Runtime.CompilerServices;

namespace Agro.Engine.Plugins;

/// <summary>Makes components.</summary>
public static class ComponentFactory
{
    /// <summary>Makes a component.</summary>
    /// <typeparam name="T">The contract that it implements.</typeparam>
    /// <param name="description">The component.</param>
    /// <param name="options">An instance of its options record; null when it takes none.</param>
    /// <returns>The component.</returns>
    /// <exception cref="InputException">The constructor says that its options, or what they point to, cannot be used.</exception>
    /// <exception cref="PluginException">The constructor threw something else.</exception>
    public static T Create<T>(ComponentDescription description, object? options) where T : class
    {
        if (!typeof(T).IsAssignableFrom(description.ComponentType))
        {
            throw new ArgumentException($"{description.Name} is no {typeof(T).Name}", nameof(description));
        }

        if (description.OptionsType is { } record ? !record.IsInstanceOfType(options) : options is not null)
        {
            var taken = description.OptionsType?.Name ?? "no options";
            throw new ArgumentException($"{description.Name} takes {taken}, not {options?.GetType().Name ?? "null"}", nameof(options));
        }

        var (component, fault) = Construct(description, options);
        return component is not null ? (T)component : throw fault!;
    }

    /// <summary>Calls the constructor. What it throws ends here: the exception handed on has no trace of the plugin's code.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (object? Component, AgroException? Fault) Construct(ComponentDescription description, object? options)
    {
        try
        {
            return (description.ComponentType.GetConstructors()[0].Invoke(options is null ? [] : [options]), null);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is InputException input)
        {
            return (null, new InputException(input.Message));
        }
        catch (TargetInvocationException exception)
        {
            return (null, PluginFault.From(exception, DisplayPath.Of(description.PluginPath), description.Name, "constructor"));
        }
    }
}
