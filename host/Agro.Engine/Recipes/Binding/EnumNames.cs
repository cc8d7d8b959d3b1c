namespace Agro.Engine.Recipes.Binding;

/// <summary>The names of an enum in recipes.</summary>
internal static class EnumNames
{
    /// <summary>Values by name, in the order of their declaration.</summary>
    public static OrderedDictionary<string, object> Of(Type type) =>
        new(Fields(type).Select(f => KeyValuePair.Create(OptionProperty.SnakeCase(f.Name), f.GetValue(null)!)), StringComparer.Ordinal);

    /// <summary>The name of a value; of a value without a name, its number.</summary>
    public static string NameOf(object value) => OptionProperty.SnakeCase(value.ToString()!);

    public static IEnumerable<System.Reflection.FieldInfo> Fields(Type type) => type.GetFields().Where(f => f.IsLiteral);
}
