using System.CommandLine;
using Agro.Cli.JsonLines;
using Agro.Engine.Plugins;
using Agro.Models;
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

    /// <summary>Asks for JSON.</summary>
    /// <param name="description">What is written so.</param>
    /// <returns>The option.</returns>
    public static Option<bool> Json(string description) => new("--json") { Description = description };

    /// <summary>Names a floating type.</summary>
    /// <param name="description">Of what.</param>
    /// <param name="usual">The default.</param>
    /// <param name="allowed">The types.</param>
    /// <returns>The option.</returns>
    public static Option<string> Type(string description, string usual, string[] allowed)
    {
        var option = new Option<string>("--dtype") { HelpName = "TYPE", Description = description, DefaultValueFactory = _ => usual };
        return option.AcceptOnlyFromAmong(allowed);
    }

    /// <summary>Finds a device that the command line names. libtorch must be loaded.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The device.</returns>
    /// <exception cref="InputException">It is not there.</exception>
    public static TorchSharp.torch.Device FindDevice(string name)
    {
        try
        {
            return ComputeDevice.Find(name);
        }
        catch (InputException exception)
        {
            throw new InputException($"--device: {exception.Message}");
        }
    }

    /// <summary>Names a file to write.</summary>
    /// <param name="description">What is written there.</param>
    /// <returns>The option.</returns>
    public static Option<string?> OutputFile(string description) => new("--output", "-o") { HelpName = "FILE", Description = description };

    /// <summary>Loads the host's plugins and those named; notices go to the error output.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="plugins">The option that names plugins.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="InputException">A plugin cannot be loaded.</exception>
    public static PluginCatalog LoadCatalog(ParseResult result, Option<string[]> plugins)
    {
        var paths = (result.GetValue(plugins) ?? []).Select(Path.GetFullPath);
        var catalog = PluginCatalog.Load(new PluginSources { Paths = [.. paths] });
        foreach (var notice in catalog.Notices) result.InvocationConfiguration.Error.WriteLine(notice);
        return catalog;
    }

    /// <summary>Writes a file; an old one is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">Its text, in parts.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void WriteFile(string path, IEnumerable<string> parts)
    {
        using var file = new WholeFile(path);
        foreach (var part in parts) file.Write(part);
        file.Complete();
    }
}
