namespace Agro.Engine.Recipes.Yaml;

/// <summary>Puts what was found into words.</summary>
internal static class Found
{
    private const int LongestText = 40;

    public static string Describe(RecipeNode node) => node switch
    {
        RecipeSequence { Items: [] } => "an empty list",
        RecipeSequence => "a list",
        RecipeMapping { Entries: [] } => "an empty mapping",
        RecipeMapping => "a mapping",
        RecipeScalar scalar => CoreSchema.KindOf(scalar) switch
        {
            ScalarKind.Null => "nothing",
            ScalarKind.Text when scalar.Quoted => $"the quoted text '{Short(scalar.Text)}'",
            ScalarKind.Text => $"'{Short(scalar.Text)}'",
            _ => Short(scalar.Text),
        },
        _ => "nothing",
    };

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }
}
