using System.CommandLine;
using Agro.Models.Native;

namespace Agro.Cli.Commands;

/// <summary>Options that several commands share, and what they mean.</summary>
internal static class CommonOptions
{
    private const string LibTorchName = "--libtorch";

    /// <summary>Names libtorch's folder; a global option.</summary>
    /// <returns>The option.</returns>
    public static Option<string?> LibTorch() => new(LibTorchName)
    {
        HelpName = "DIR",
        Description = "Load libtorch from this folder, such as torch/lib of a PyTorch installation (else AGRO_LIBTORCH, else the package)",
        Recursive = true,
    };

    /// <summary>Asks for lines instead of the live view.</summary>
    /// <returns>The option.</returns>
    public static Option<bool> Plain() => new("--plain")
    {
        Description = "Print a line a step instead of the live view; the default when the output is no terminal",
    };

    /// <summary>Names further plugins.</summary>
    /// <returns>The option.</returns>
    public static Option<string[]> Plugins() => new("--plugins")
    {
        HelpName = "PATH",
        Description = "Load plugins from this DLL or folder too; may be repeated",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The folder that the person named for libtorch.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The folder, or null.</returns>
    public static string? LibTorchDirectory(ParseResult result) => result.GetValue<string?>(LibTorchName);

    /// <summary>Loads libtorch as the command line says. Every command that touches a tensor calls this first.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="InputException">It is not there, or does not load.</exception>
    public static LibTorchReport LoadLibTorch(ParseResult result) => Models.Native.LibTorch.Load(LibTorchDirectory(result));
}
