namespace Agro.Cli.Authoring;

/// <summary>A checkout of this repository.</summary>
/// <param name="Directory">Its root, absolute.</param>
internal sealed record Checkout(string Directory)
{
    private static readonly string ContractPath = Path.Combine("host", "Agro.Abstractions", "Agro.Abstractions.csproj");

    /// <summary>The project of the contract, from the root.</summary>
    public const string Contract = "host/Agro.Abstractions/Agro.Abstractions.csproj";

    /// <summary>A policy small enough to be committed.</summary>
    public string Model => Path.Combine(Directory, "recipes", "models", "quickstart");

    /// <summary>The schema of recipes.</summary>
    public string Schema => Path.Combine(Directory, "recipes.schema.json");

    /// <summary>Looks for a checkout around a folder.</summary>
    /// <param name="folder">The folder, which need not exist yet.</param>
    /// <returns>The checkout; null when the folder is in none.</returns>
    public static Checkout? Around(string folder)
    {
        for (var at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
            if (File.Exists(Path.Combine(at, ContractPath)) && File.Exists(Path.Combine(at, "Agro.sln"))) return new(at);
        return null;
    }

    /// <summary>Whether a folder is inside.</summary>
    /// <param name="folder">The folder, absolute.</param>
    public bool Holds(string folder) => Around(folder) == this;
}
