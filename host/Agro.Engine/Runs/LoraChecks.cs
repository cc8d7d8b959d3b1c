using System.Globalization;
using Agro.Engine.Recipes;
using Agro.Models;
using Agro.Models.Lora;

namespace Agro.Engine.Runs;

/// <summary>Turns a recipe's <c>policy.lora</c> into adapters of its model.</summary>
internal static class LoraChecks
{
    /// <summary>Finds the adapters that a recipe trains.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="policy">The policy in its folder.</param>
    /// <returns>The adapters; null when the whole policy is trained.</returns>
    /// <exception cref="RecipeException">They do not fit the model.</exception>
    public static LoraConfig? Find(ResolvedRecipe recipe, PolicyShape policy)
    {
        if (recipe.Recipe.Policy.Lora is not { } section) return policy.Lora;
        if (policy.Lora is not null)
            throw Fault("policy.lora", "the model's folder holds adapters already, and those are trained: leave this out, or merge them with 'agro-host export --merge'");
        if (recipe.Recipe.Policy.Init == PolicyInit.Random)
            throw Fault("policy.lora", "adapters are saved without the model that they are for, so that it must be in files: leave out 'init: random'");
        if (section.TargetModules.IsEmpty) throw Fault("policy.lora.target_modules", "is empty: name at least one, or all-linear");
        var found = section.TargetModules.SelectMany((target, i) => Matching(target, i)).ToHashSet();
        return new()
        {
            Rank = section.Rank,
            Alpha = section.Alpha ?? 2 * section.Rank,
            UseRslora = section.UseRslora,
            Modules = [.. LoraTargets.Of(policy.Config).Where(found.Contains)],
        };

        IEnumerable<string> Matching(string target, int index)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"policy.lora.target_modules.{index}");
            try
            {
                var modules = LoraTargets.Matching(policy.Config, target);
                if (!modules.IsEmpty) return modules;
            }
            catch (InputException exception)
            {
                throw Fault(path, exception.Message);
            }

            var names = LoraTargets.Of(policy.Config).Select(name => name[(name.LastIndexOf('.') + 1)..]).Distinct().ToList();
            throw Fault(path, $"'{target}' is no projection inside this model's layers, which are {string.Join(", ", names)} (or {LoraTargets.All} for all).{NearestName.Hint(target, [.. names, LoraTargets.All])}");
        }

        RecipeException Fault(string path, string message) => new([recipe.Document.FaultAt(path, message)]);
    }
}
