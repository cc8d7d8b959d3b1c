using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Agro.Engine.Recipes.Binding;

/// <summary>One option of a record.</summary>
internal sealed record OptionProperty
{
    public required PropertyInfo Property { get; init; }

    /// <summary>The name in recipes.</summary>
    public required string Key { get; init; }

    /// <summary>The type without <see cref="Nullable{T}"/>.</summary>
    public required Type Type { get; init; }

    public required bool IsNullable { get; init; }

    public required bool IsRequired { get; init; }

    public RangeAttribute? Range { get; init; }

    public PathOptionAttribute? Path { get; init; }

    public ComponentOfAttribute? Component { get; init; }

    /// <summary>Further rules; each is asked about one value, never about the record.</summary>
    public IReadOnlyList<ValidationAttribute> Rules { get; init; } = [];

    public static OptionProperty Of(PropertyInfo property, ConstructorInfo constructor)
    {
        var type = property.PropertyType;
        var underlying = Nullable.GetUnderlyingType(type);
        var parameter = constructor.GetParameters().FirstOrDefault(p => p.Name == property.Name);
        return new()
        {
            Property = property,
            Key = SnakeCase(property.Name),
            Type = underlying ?? type,
            IsNullable = underlying is not null
                || (!type.IsValueType && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable),
            IsRequired = property.IsDefined(typeof(RequiredMemberAttribute), true) || parameter is { HasDefaultValue: false },
            Range = property.GetCustomAttribute<RangeAttribute>(),
            Path = property.GetCustomAttribute<PathOptionAttribute>(),
            Component = property.GetCustomAttribute<ComponentOfAttribute>(),
            Rules = [.. property.GetCustomAttributes<ValidationAttribute>()
                .Where(a => a is not RangeAttribute && !a.RequiresValidationContext)],
        };
    }

    public static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
