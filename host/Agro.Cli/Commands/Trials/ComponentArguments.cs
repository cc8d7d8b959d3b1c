using System.CommandLine;
using Agro.Cli.Components;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Cli.Commands.Trials;

/// <summary>The arguments that name a component, its options and plugins.</summary>
internal sealed class ComponentArguments
{
    private readonly ComponentKind _kind;
    private readonly Argument<string> _name;
    private readonly Option<string[]> _options = new("--option")
    {
        HelpName = "NAME=VALUE",
        Description = "Give the component an option, as recipes do; may be repeated. Relative paths count from the current folder",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _plugins = CommonOptions.Plugins();

    /// <summary>Makes the arguments for components of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public ComponentArguments(ComponentKind kind)
    {
        _kind = kind;
        _name = new("NAME") { Description = $"The {KindNames.Of(kind).Replace('-', ' ')}, as recipes name it after 'use:'" };
    }

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_options);
        command.Add(_plugins);
    }

    /// <summary>The name as it was given.</summary>
    /// <param name="result">The command line.</param>
    public string Name(ParseResult result) => result.GetRequiredValue(_name);

    /// <summary>The options as they were given.</summary>
    /// <param name="result">The command line.</param>
    public IReadOnlyList<string> Options(ParseResult result) => result.GetValue(_options) ?? [];

    /// <summary>Finds the component, and loads libtorch when its plugin refers to it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="name">The name; null for the one that was given.</param>
    /// <exception cref="InputException">There is no such component.</exception>
    public ComponentDescription Find(ParseResult result, string? name = null)
    {
        var component = CommonOptions.LoadCatalog(result, _plugins).Require(_kind, name ?? Name(result));
        if (component.ComponentType.Assembly.GetReferencedAssemblies().Any(reference => reference.Name == nameof(TorchSharp)))
            CommonOptions.LoadLibTorch(result);
        return component;
    }

    /// <summary>Makes the component.</summary>
    /// <typeparam name="T">Its contract.</typeparam>
    /// <param name="result">The command line.</param>
    /// <param name="component">The component.</param>
    /// <exception cref="InputException">Its options do not fit.</exception>
    public T Make<T>(ParseResult result, ComponentDescription component) where T : class =>
        ComponentFactory.Create<T>(component, ComponentOptions.Bind(component, Options(result)));
}
