namespace Agro.Engine.Recipes.Binding;

/// <summary>
/// Says which option of a record a value stands for that is written in place of the record's mapping: a list for an option that is a
/// list, a single value for any other.
/// </summary>
/// <param name="property">The property of the option.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShorthandAttribute(string property) : Attribute
{
    public string Property { get; } = property;
}
