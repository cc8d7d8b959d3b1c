using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes;

/// <summary>Gathers faults, so that a reader hears of all of them at once.</summary>
internal sealed class FaultList
{
    private readonly List<RecipeFault> faults = [];

    public int Count => faults.Count;

    public IReadOnlyList<RecipeFault> Faults => faults;

    public void Add(NodePosition at, string path, string message) => faults.Add(at.Fault(path, message));

    public void Add(RecipeFault fault) => faults.Add(fault);

    public void ThrowIfAny()
    {
        if (faults.Count > 0) throw new RecipeException(faults);
    }
}
