using System.Numerics;
using System.Text.Json;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Binds single values.</summary>
internal sealed class ScalarBinding(NodeBinder binder)
{
    public Bound? Bind(BindTarget target, RecipeScalar scalar)
    {
        if (target.Type == typeof(string))
            return target.Option?.Path is { } path ? BindPath(target, scalar, path) : Same(scalar.Text, scalar);
        if (target.Type == typeof(JsonElement)) return BindJson(target, scalar);
        if (target.Type == typeof(bool)) return CoreSchema.KindOf(scalar) == ScalarKind.Boolean
            ? Same(CoreSchema.ToBoolean(scalar), scalar)
            : binder.Fail(target, scalar);
        if (target.Type.IsEnum) return BindEnum(target, scalar);
        if (NumberTypes.IsInteger(target.Type)) return BindInteger(target, scalar);
        if (NumberTypes.IsNumber(target.Type)) return BindNumber(target, scalar);
        return binder.Fail(target, scalar, $"cannot be given in a recipe: its type is {target.Type.Name}");
    }

    /// <summary>What is written out again says the value in one way: <c>1e3</c> as 1000, the text <c>007</c> in quotes.</summary>
    private static Bound Same(object value, RecipeScalar scalar) => new(value, ValueNodes.From(value, scalar.At));

    /// <summary>A value that keeps the kind that it is written in: a text, a number, true or false.</summary>
    private Bound? BindJson(BindTarget target, RecipeScalar scalar)
    {
        if (CoreSchema.KindOf(scalar) == ScalarKind.Number && !double.IsFinite(CoreSchema.ToNumber(scalar))) return binder.Fail(target, scalar);
        using var document = JsonDocument.Parse(CoreSchema.ToJson(scalar)!.ToJsonString());
        return new(document.RootElement.Clone(), scalar);
    }

    private Bound? BindEnum(BindTarget target, RecipeScalar scalar)
    {
        var names = EnumNames.Of(target.Type);
        if (names.TryGetValue(scalar.Text, out var value)) return Same(value, scalar);
        return binder.Fail(target, scalar,
            $"found {Found.Describe(scalar)}.{NearestName.Hint(scalar.Text, names.Keys)} Must be one of: {string.Join(", ", names.Keys)}");
    }

    private Bound? BindInteger(BindTarget target, RecipeScalar scalar)
    {
        BigInteger value;
        if (CoreSchema.KindOf(scalar) == ScalarKind.Integer) value = CoreSchema.ToInteger(scalar.Text);
        else if (CoreSchema.KindOf(scalar) == ScalarKind.Number && CoreSchema.ToNumber(scalar) is var number
            && Math.Abs(number) < 1L << 53 && Math.Floor(number) == number) value = new(number);
        else return FailNumber(target, scalar);

        var (lowest, highest) = NumberTypes.Limits(target.Type);
        // A range that ends with the type is told as open: only here is that end told.
        if (value > highest && Ranges.Holds(target.Option?.Range, (double)highest)) return binder.Fail(target, scalar, $"found {scalar.Text}, must be at most {highest}");
        if (!Ranges.Holds(target.Option?.Range, (double)value)) return binder.Fail(target, scalar, OutOfRange(target, scalar));
        if (value < lowest) return binder.Fail(target, scalar, $"found {scalar.Text}, must be at least {lowest}");
        if (value > highest) return binder.Fail(target, scalar, $"found {scalar.Text}, must be at most {highest}");
        return Same(NumberTypes.Convert(value, target.Type), scalar);
    }

    private Bound? BindNumber(BindTarget target, RecipeScalar scalar)
    {
        if (CoreSchema.KindOf(scalar) is not (ScalarKind.Integer or ScalarKind.Number)) return FailNumber(target, scalar);
        var value = CoreSchema.ToNumber(scalar);
        if (double.IsNaN(value)) return binder.Fail(target, scalar, $"found {scalar.Text}, must be a number");
        if (NumberTypes.Convert(value, target.Type) is not { } converted)
            return binder.Fail(target, scalar, $"found {scalar.Text}, must be finite");
        if (!Ranges.Holds(target.Option?.Range, value)) return binder.Fail(target, scalar, OutOfRange(target, scalar));
        return Same(converted, scalar);
    }

    private static string OutOfRange(BindTarget target, RecipeScalar scalar) =>
        $"found {scalar.Text}, must be {Ranges.Text(target.Option?.Range)}";

    private Bound? FailNumber(BindTarget target, RecipeScalar scalar)
    {
        var plain = new RecipeScalar(scalar.At, scalar.Text.Replace("_", "").Replace(",", "").Trim());
        var number = CoreSchema.KindOf(plain) is ScalarKind.Integer or ScalarKind.Number && CoreSchema.KindOf(scalar) == ScalarKind.Text;
        var advice = number ? $": write {plain.Text}" : "";
        return binder.Fail(target, scalar, $"found {Found.Describe(scalar)}, must be {TypeText.Sentence(target)}{advice}");
    }

    private Bound? BindPath(BindTarget target, RecipeScalar scalar, PathOptionAttribute rule)
    {
        var written = scalar.Text;
        var home = written.StartsWith("~/", StringComparison.Ordinal);
        var start = home ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) : scalar.At.Source.Directory;
        if (written.Trim().Length == 0 || written.Contains('\0')) return binder.Fail(target, scalar);
        var full = Path.GetFullPath(Path.Combine(start, home ? written[2..] : written));
        if (rule.MustExist && !Path.Exists(full))
        {
            var place = Path.IsPathRooted(written) ? "" : $" ({full})";
            return binder.Fail(target, scalar, $"nothing is at '{written}'{place}.{NearestName.SiblingHint(full)}".TrimEnd('.'));
        }

        return new(full, new RecipePath(scalar.At, full, home || Path.IsPathRooted(written)));
    }
}
