using System.Collections.Immutable;
using System.Reflection;
using Agro.Engine.Recipes.Yaml;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Binds a mapping to a record.</summary>
internal sealed class RecordBinding(NodeBinder binder)
{
    /// <summary>Binds all of a record; null after a fault.</summary>
    public Bound? Bind(BindTarget target, RecipeMapping mapping)
    {
        var before = binder.Faults.Count;
        var bound = BindPartly(target, mapping);
        return binder.Faults.Count > before ? null : bound;
    }

    /// <summary>Binds what can be bound; what cannot stays unset, even where it is required.</summary>
    public Bound? BindPartly(BindTarget target, RecipeMapping mapping)
    {
        var shape = RecordShape.Of(target.Type);
        var meant = ReportUnknown(target, mapping, shape);
        var record = Create(target, shape);
        if (record is null) return null;
        var entries = ImmutableArray.CreateBuilder<RecipeEntry>();
        foreach (var option in shape.Properties)
        {
            // A misspelled option is not reported as missing too.
            if (option.IsRequired && meant.Contains(option.Key) && mapping.Find(option.Key) is null) continue;
            if (BindOption(target, mapping, option, record) is { } entry) entries.Add(entry);
        }

        return new(record, mapping with { Entries = entries.ToImmutable() });
    }

    /// <summary>Reports keys that are no options, and says which options were meant.</summary>
    private HashSet<string> ReportUnknown(BindTarget target, RecipeMapping mapping, RecordShape shape)
    {
        var known = shape.Properties.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var meant = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            // Root keys that start with x- hold anchors for other places.
            if (known.Contains(entry.Key) || (target.Path.Length == 0 && entry.Key.StartsWith("x-", StringComparison.Ordinal))) continue;
            string[] allowed = [.. known, .. target.OtherNames];
            var nearest = Elsewhere(target, entry.Key)
                ?? NearestName.Of(entry.Key, allowed.Where(name => mapping.Find(name) is null))
                ?? NearestName.Of(entry.Key, allowed);
            if (nearest is not null) meant.Add(nearest);
            var hint = nearest is null ? "" : $" Did you mean '{nearest}'?";
            binder.Faults.Add(entry.KeyAt, NodePath.Join(target.Path, entry.Key), $"no such option.{hint} {Takes(target, allowed)}");
        }

        return meant;
    }

    /// <summary>The section of the recipe that has an option of this name.</summary>
    private static string? Elsewhere(BindTarget target, string key)
    {
        if (target.Type.Namespace != typeof(Recipe).Namespace) return null;
        var section = RecordShape.Of(typeof(Recipe)).Properties
            .Where(s => s.Component is null && RecordShape.IsRecord(s.Type))
            .FirstOrDefault(s => RecordShape.Of(s.Type).Properties.Any(p => p.Key == key));
        return section is null ? null : $"{section.Key}.{key}";
    }

    private static string Takes(BindTarget target, string[] allowed)
    {
        var subject = target.Subject.Length == 0 ? "A recipe" : target.Subject;
        return allowed.Length == 0 ? $"{subject} takes no options" : $"{subject} takes: {string.Join(", ", allowed)}";
    }

    private object? Create(BindTarget target, RecordShape shape)
    {
        try
        {
            return shape.CreateDefault();
        }
        catch (TargetInvocationException exception)
        {
            binder.Faults.Add(target.KeyAt, target.Path, $"{target.Type.Name} cannot be made: {exception.InnerException?.Message}");
            return null;
        }
    }

    private RecipeEntry? BindOption(BindTarget target, RecipeMapping mapping, OptionProperty option, object record)
    {
        var entry = mapping.Find(option.Key);
        if (entry is null) return Default(target, option, record);
        var bound = binder.Bind(target.Of(option, entry.KeyAt), entry.Value);
        if (bound is null) return null;
        try
        {
            option.Property.SetValue(record, bound.Value);
        }
        catch (TargetInvocationException exception)
        {
            binder.Fail(target.Of(option, entry.KeyAt), entry.Value, exception.InnerException?.Message);
        }

        return bound.Value is null ? null : entry with { Value = bound.Node };
    }

    private RecipeEntry? Default(BindTarget target, OptionProperty option, object record)
    {
        var inner = target.Of(option, target.KeyAt);
        if (option.IsRequired)
        {
            binder.Faults.Add(target.KeyAt, inner.Path, $"is missing, must be {TypeText.Sentence(inner)}");
            return null;
        }

        var value = option.Property.GetValue(record);
        if (value is null) return null;
        var at = new NodePosition(binder.Root, target.KeyAt.Line, target.KeyAt.Column);
        var node = ValueNodes.From(value, at);
        if (option.Path is null) return new(option.Key, at, node);
        // A path that is a default starts from the recipe's folder like any other.
        var bound = binder.Bind(inner, node);
        if (bound is null) return null;
        option.Property.SetValue(record, bound.Value);
        return new(option.Key, at, bound.Node);
    }
}
