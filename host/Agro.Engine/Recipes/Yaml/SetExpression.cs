using System.Globalization;
using Agro.Engine.Recipes.Binding;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>
/// One <c>--set path=value</c>, or <c>--option</c>: the value is YAML, and its relative paths start from the current folder.
/// </summary>
internal static class SetExpression
{
    /// <param name="root">What is changed.</param>
    /// <param name="expression">The change.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <param name="flag">How faults name the option of the command line.</param>
    /// <param name="type">What the root is bound to, so that parts of it written in short can be set too.</param>
    public static RecipeMapping Apply(RecipeMapping root, string expression, FaultList faults, string flag = "--set", Type? type = null)
    {
        var source = new RecipeSource($"{flag} {expression}", Directory.GetCurrentDirectory(), HasLines: false);
        var at = new NodePosition(source, 0, 0);
        var equals = expression.IndexOf('=');
        var keys = equals < 0 ? [] : expression[..equals].Trim().Split('.');
        if (keys.Length == 0 || keys.Any(k => k.Length == 0))
        {
            faults.Add(at, "", "write it as path=value, such as training.steps=100 or rewards.0.weight=0.5");
            return root;
        }

        try
        {
            var value = YamlComposer.Compose(expression[(equals + 1)..], source, faults) ?? new RecipeScalar(at, "");
            return Apply(root, new RecipeSetting(string.Join('.', keys), at, value), faults, type);
        }
        catch (RecipeException)
        {
            // The composer has put its fault into the list already.
            return root;
        }
    }

    /// <summary>Puts a value into a copy of the recipe; where there is no place for it, the recipe stays as it is.</summary>
    public static RecipeMapping Apply(RecipeMapping root, RecipeSetting setting, FaultList faults, Type? type = null) =>
        (RecipeMapping)(Put(root, new(setting.Path.Split('.'), 0, setting.At, setting.Value) { Type = type }, faults) ?? root);

    private sealed record Setting(string[] Keys, int Depth, NodePosition At, RecipeNode Value)
    {
        /// <summary>What the node at this depth is bound to; null where that is not known.</summary>
        public Type? Type { get; init; }

        public string Key => Keys[Depth];

        public bool IsLast => Depth == Keys.Length - 1;

        public string Parent => string.Join('.', Keys[..Depth]);

        public Setting Next => this with { Depth = Depth + 1, Type = PartTypes.Of(Type, Key) };

        public bool IsIndex => int.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out _);

        /// <summary>The same place, one level deeper: in an option of what is here.</summary>
        public Setting Inside(string option) => this with { Keys = [.. Keys[..Depth], option, .. Keys[Depth..]] };
    }

    /// <summary>A copy of the node with the value put in; null, with a fault, where there is no place for it.</summary>
    private static RecipeNode? Put(RecipeNode? node, Setting setting, FaultList faults)
    {
        var at = setting.At;
        (node, setting) = InFull(node, setting);
        if (node is RecipeSequence sequence) return PutItem(sequence, setting, faults);
        if (node is null || CoreSchema.IsNull(node))
            node = setting.Key == "0" ? new RecipeSequence(at, []) : new RecipeMapping(at, []);
        if (node is RecipeSequence empty) return PutItem(empty, setting, faults);
        if (node is not RecipeMapping mapping)
        {
            faults.Add(at, setting.Parent, $"has no parts to set: it is {Found.Describe(node)}");
            return null;
        }

        var old = mapping.Find(setting.Key);
        var value = setting.IsLast ? setting.Value : Put(old?.Value, setting.Next, faults);
        return value is null ? null : mapping.With(new(setting.Key, setting.IsLast || old is null ? at : old.KeyAt, value));
    }

    /// <summary>
    /// What is written in short is written in full, where another of its options is to be set; and an item of a list that such a
    /// mapping has is found in it.
    /// </summary>
    private static (RecipeNode?, Setting) InFull(RecipeNode? node, Setting setting)
    {
        if (PartTypes.ShorthandOf(setting.Type) is not { } option) return (node, setting);
        var isShort = node is RecipeSequence ? !setting.IsIndex : node is RecipeScalar && !CoreSchema.IsNull(node);
        if (isShort) return (new RecipeMapping(node!.At, [new(option, node.At, node)]), setting);
        return (node, node is RecipeMapping && setting.IsIndex ? setting.Inside(option) : setting);
    }

    private static RecipeSequence? PutItem(RecipeSequence sequence, Setting setting, FaultList faults)
    {
        var items = sequence.Items;
        if (!int.TryParse(setting.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > items.Length)
        {
            var (parent, count) = (setting.Parent, items.Length.ToString(CultureInfo.InvariantCulture));
            var message = $"is a list of {count}: write {parent}.0 to {parent}.{count}, where the last adds an item";
            faults.Add(setting.At, parent, message);
            return null;
        }

        var value = setting.IsLast ? setting.Value : Put(index < items.Length ? items[index] : null, setting.Next, faults);
        if (value is null) return null;
        return sequence with { Items = index < items.Length ? items.SetItem(index, value) : items.Add(value) };
    }
}
