namespace Agro.Engine.Recipes;

/// <summary>What runs, sweeps and parts of recipes may be called, so that their names are safe as those of folders and metrics.</summary>
internal static class NameRule
{
    public const string Pattern = "[A-Za-z0-9][A-Za-z0-9._-]*";

    public const string Fault = "must be letters, digits, '.', '_' or '-'";

    public const string FolderFault = $"{Fault}, for it names a folder";
}
