using System.Collections.Immutable;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>What YAML text was read from.</summary>
/// <param name="Name">How faults name it.</param>
/// <param name="Directory">The folder that relative paths in it start from.</param>
/// <param name="HasLines">Whether lines and columns mean something to the reader.</param>
internal sealed record RecipeSource(string Name, string Directory, bool HasLines = true);

/// <summary>A place in a source; lines and columns are counted from 1, and are 0 where the source has none.</summary>
internal readonly record struct NodePosition(RecipeSource Source, int Line, int Column)
{
    public RecipeFault Fault(string path, string message) => new(Source.Name, Line, Column, path, message);
}

/// <summary>A YAML value with its place. Nodes never change, because an alias makes two places share one.</summary>
internal abstract record RecipeNode(NodePosition At);

/// <summary>A single value; quoted ones are text whatever they look like.</summary>
internal record RecipeScalar(NodePosition At, string Text, bool Quoted = false) : RecipeNode(At);

/// <summary>A path that was found: it is written out again as it was written, relative or absolute.</summary>
internal sealed record RecipePath(NodePosition At, string FullPath, bool Absolute) : RecipeScalar(At, FullPath, true);

/// <summary>A value that was reported already, such as an alias of nothing: nothing more is said about it.</summary>
internal sealed record RecipeUnknown(NodePosition At) : RecipeNode(At);

internal sealed record RecipeSequence(NodePosition At, ImmutableArray<RecipeNode> Items) : RecipeNode(At);

internal sealed record RecipeMapping(NodePosition At, ImmutableArray<RecipeEntry> Entries) : RecipeNode(At)
{
    public RecipeEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);

    /// <summary>The mapping with an entry added, or put in the place of the one with the same key.</summary>
    public RecipeMapping With(RecipeEntry entry)
    {
        var old = Find(entry.Key);
        return this with { Entries = old is null ? Entries.Add(entry) : Entries.Replace(old, entry) };
    }
}

internal sealed record RecipeEntry(string Key, NodePosition KeyAt, RecipeNode Value);
