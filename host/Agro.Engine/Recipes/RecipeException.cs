using System.Collections.Immutable;

namespace Agro.Engine.Recipes;

/// <summary>A recipe that cannot be used, with everything that is wrong with it.</summary>
/// <param name="faults">The faults, at least one.</param>
public sealed class RecipeException(IEnumerable<RecipeFault> faults) : InputException(Text(Sort(faults)))
{
    /// <summary>The faults in the order of the file, those of <c>--set</c> last.</summary>
    public ImmutableArray<RecipeFault> Faults { get; } = Sort(faults);

    private static ImmutableArray<RecipeFault> Sort(IEnumerable<RecipeFault> faults) =>
        [.. faults.Distinct().OrderBy(f => f.Line == 0).ThenBy(f => f.Line).ThenBy(f => f.Column)];

    private static string Text(ImmutableArray<RecipeFault> faults) => string.Join('\n', faults);
}
