namespace Agro.Engine.Recipes;

/// <summary>Something in a recipe that cannot be used.</summary>
/// <param name="File">The recipe as it was named, or the <c>--set</c> that the value came from.</param>
/// <param name="Line">The line, counted from 1; 0 where there is none.</param>
/// <param name="Column">The column, counted from 1; 0 where there is none.</param>
/// <param name="Path">Where it is in the recipe, such as <c>rewards.0.weight</c>; empty for the file itself.</param>
/// <param name="Message">What was found, what is allowed.</param>
public sealed record RecipeFault(string File, int Line, int Column, string Path, string Message)
{
    /// <summary>Writes the fault as compilers do: <c>file:line:column path: message</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        return Path.Length > 0 ? $"{place} {Path}: {Message}" : $"{place}: {Message}";
    }
}
