using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>
/// Composes the events of the YAML parser into nodes. Syntax ends the reading; duplicate keys, unknown aliases and the like are
/// gathered. Aliases and merge keys (<c>&lt;&lt;</c>) are resolved here.
/// </summary>
internal sealed class YamlComposer
{
    private const int DeepestNesting = 64;
    private readonly Dictionary<string, RecipeNode?> anchors = new(StringComparer.Ordinal);
    private readonly Stack<ParsingEvent> open = new();
    private readonly RecipeSource source;
    private readonly FaultList faults;
    private readonly Parser parser;

    private YamlComposer(string text, RecipeSource source, FaultList faults)
    {
        this.source = source;
        this.faults = faults;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads the one document of a text; null when it is empty.</summary>
    /// <exception cref="RecipeException">The text is not YAML.</exception>
    public static RecipeNode? Compose(string text, RecipeSource source, FaultList faults)
    {
        var composer = new YamlComposer(text, source, faults);
        try
        {
            return composer.Document();
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException)
        {
            // The parser answers some unclosed brackets with an InvalidOperationException.
            foreach (var fault in YamlSyntaxFaults.Explain(exception, text, source, composer.open)) faults.Add(fault);
            throw new RecipeException(faults.Faults);
        }
    }

    private RecipeNode? Document()
    {
        parser.MoveNext();
        parser.MoveNext();
        if (parser.Current is not DocumentStart) return null;
        parser.MoveNext();
        var root = Node();
        parser.MoveNext();
        if (parser.Current is DocumentStart second)
            faults.Add(At(second.Start), "", "a second document; a recipe is one YAML document");
        return root;
    }

    /// <summary>Composes the current node, and moves on to what follows it.</summary>
    private RecipeNode Node()
    {
        var current = parser.Current!;
        if (open.Count >= DeepestNesting) throw new YamlException(current.Start, current.End, $"more than {DeepestNesting} levels deep");
        if (current is AnchorAlias alias) return Alias(alias);
        var anchor = current is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
        if (anchor is not null) anchors[anchor] = null;
        if (current is NodeEvent { Tag: { IsEmpty: false } tag } && !(current is Scalar && IsText(tag)))
            faults.Add(At(current.Start), "", $"found the tag {tag.Value.Replace("tag:yaml.org,2002:", "!!")}; recipes have no tags");
        RecipeNode result = current switch
        {
            SequenceStart => Sequence(current),
            MappingStart => Mapping(current),
            _ => Single((Scalar)current),
        };
        if (anchor is not null) anchors[anchor] = result;
        return result;
    }

    private RecipeScalar Single(Scalar scalar)
    {
        parser.MoveNext();
        return new(At(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain || IsText(scalar.Tag));
    }

    private RecipeNode Alias(AnchorAlias alias)
    {
        parser.MoveNext();
        if (anchors.TryGetValue(alias.Value.Value, out var node) && node is not null) return node;
        faults.Add(At(alias.Start), "", $"*{alias.Value.Value} refers to " + (anchors.ContainsKey(alias.Value.Value)
            ? "what it is part of"
            : $"an anchor that is not defined before it (&{alias.Value.Value})"));
        return new RecipeUnknown(At(alias.Start));
    }

    private RecipeSequence Sequence(ParsingEvent start)
    {
        open.Push(start);
        parser.MoveNext();
        var items = ImmutableArray.CreateBuilder<RecipeNode>();
        while (parser.Current is not SequenceEnd) items.Add(Node());
        parser.MoveNext();
        open.Pop();
        return new(At(start.Start), items.ToImmutable());
    }

    private RecipeMapping Mapping(ParsingEvent start)
    {
        open.Push(start);
        parser.MoveNext();
        var entries = ImmutableArray.CreateBuilder<RecipeEntry>();
        var merged = new List<RecipeEntry>();
        while (parser.Current is not MappingEnd) Entry(entries, merged);
        parser.MoveNext();
        open.Pop();
        foreach (var entry in merged)
            if (entries.All(e => e.Key != entry.Key)) entries.Add(entry);
        return new(At(start.Start), entries.ToImmutable());
    }

    private void Entry(ImmutableArray<RecipeEntry>.Builder entries, List<RecipeEntry> merged)
    {
        var key = Node();
        var value = Node();
        if (key is not RecipeScalar { Text: var name } scalar)
            faults.Add(key.At, "", "a list or mapping cannot be a key");
        else if (name == "<<" && !scalar.Quoted)
            Merge(value, merged);
        else if (entries.FirstOrDefault(e => e.Key == name) is { } first)
            faults.Add(key.At, "", $"'{name}' is given twice" + (first.KeyAt.Line > 0 ? $"; the first is in line {first.KeyAt.Line}" : ""));
        else
            entries.Add(new(name, key.At, value));
    }

    private void Merge(RecipeNode value, List<RecipeEntry> merged)
    {
        if (value is RecipeMapping mapping) merged.AddRange(mapping.Entries);
        else if (value is RecipeSequence sequence && sequence.Items.All(i => i is RecipeMapping))
            foreach (var item in sequence.Items.Cast<RecipeMapping>()) merged.AddRange(item.Entries);
        else faults.Add(value.At, "", "'<<' merges a mapping, such as *name, or a list of mappings");
    }

    /// <summary>The tags <c>!!str</c> and <c>!</c> say what quotes say.</summary>
    private static bool IsText(TagName tag) => !tag.IsEmpty && tag.Value is "tag:yaml.org,2002:str" or "!";

    private NodePosition At(Mark mark) => source.HasLines ? new(source, (int)mark.Line, (int)mark.Column) : new(source, 0, 0);
}
