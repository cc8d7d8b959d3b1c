namespace Agro.Engine.Recipes.Yaml;

/// <summary>A change to a recipe.</summary>
/// <param name="Path">What is set, such as <c>training.steps</c>, <c>rewards.0.weight</c> or the whole of <c>algorithm</c>.</param>
/// <param name="At">The place of the path, where its faults are told.</param>
/// <param name="Value">The value; relative paths in it start from the folder of its own source.</param>
internal sealed record RecipeSetting(string Path, NodePosition At, RecipeNode Value);
