using System.CommandLine;
using Agro.Cli.Authoring;
using Agro.Engine.Recipes;

namespace Agro.Cli.Commands;

/// <summary><c>agro-host new</c>: begins a component, a hook or a recipe of one's own.</summary>
internal sealed class NewCommand
{
    private readonly Argument<string> _kind = new("KIND")
    {
        Description = $"What to begin: {string.Join(", ", ProjectKind.All.Select(kind => kind.Name))}",
    };

    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Its name: a C# class such as MyReward, which recipes then call my-reward; of a hook or recipe, the file without its ending",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "The folder to make NAME in (default: the current one)",
    };

    private readonly Option<string?> _contract = new Option<string?>("--contract")
    {
        HelpName = "SOURCE",
        Description = "How a project refers to the contract: the package that comes with agro-host, or the project of a checkout (default: that of "
            + "the checkout which DIR or agro-host lies in, else the package)",
    }.AcceptOnlyFromAmong("package", "project");

    private readonly Option<bool> _compiled = new("--compiled") { Description = "Make a hook as a DLL instead of a .csx script" };

    private NewCommand()
    {
    }

    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var create = new NewCommand();
        var command = new Command("new", "Begin a component of your own: a project that builds at once, with a test; or a hook, or a recipe")
        {
            create._kind, create._name, create._output, create._contract, create._compiled,
        };
        command.SetAction(create.Run);
        return command;
    }

    private int Run(ParseResult result)
    {
        var kind = KindOf(result);
        var above = Path.GetFullPath(result.GetValue(_output) ?? ".");
        var given = result.GetRequiredValue(_name);
        var made = kind.Extension is null
            ? NewProject.Of(kind, ComponentName.OfClass(kind, given), above, SourceOf(result), HostSdk.OfThisHost)
            : NewProject.Of(kind, ComponentName.OfFile(kind, given), above, HostSdk.OfThisHost);
        made.Write();
        result.InvocationConfiguration.Output.Write(NextSteps.After(kind, made));
        return 0;
    }

    private ProjectKind KindOf(ParseResult result)
    {
        var (wanted, names) = (result.GetRequiredValue(_kind), ProjectKind.All.Select(kind => kind.Name).ToList());
        var kind = ProjectKind.All.FirstOrDefault(kind => kind.Name == wanted)
            ?? throw new InputException($"nothing is called '{wanted}'.{NearestName.Hint(wanted, names)} There are: {string.Join(", ", names)}");
        if (!result.GetValue(_compiled))
        {
            return kind.Extension is not null && result.GetValue(_contract) is not null
                ? throw new InputException($"--contract: a {kind.Name} is a single file, and refers to nothing")
                : kind;
        }

        return kind.Name == ProjectKind.CompiledHook.Name
            ? ProjectKind.CompiledHook
            : throw new InputException($"--compiled: only a hook can be a script or a DLL, and '{wanted}' is none");
    }

    private ContractSource? SourceOf(ParseResult result) => result.GetValue(_contract) switch
    {
        "package" => ContractSource.Package,
        "project" => ContractSource.Project,
        _ => null,
    };
}
