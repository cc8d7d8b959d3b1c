using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Agro.Engine.Recipes.Yaml;

/// <summary>Writes nodes as YAML: mappings as blocks, lists of plain values on one line.</summary>
/// <param name="relativeTo">The folder that relative paths are written for; null to write paths in full.</param>
internal sealed class YamlWriter(string? relativeTo)
{
    /// <summary>Writes a whole document.</summary>
    public string Write(RecipeNode root) => Emit(root, block: true);

    /// <summary>Writes a value as it may stand after a key, on one line.</summary>
    public string WriteInline(RecipeNode node) => Emit(node, block: false).TrimEnd();

    private string Emit(RecipeNode root, bool block)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithNewLine("\n").WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, [], true));
        Emit(emitter, root, block);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private void Emit(Emitter emitter, RecipeNode node, bool block)
    {
        switch (node)
        {
            case RecipeMapping mapping:
                var style = block && mapping.Entries.Length > 0 ? MappingStyle.Block : MappingStyle.Flow;
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, style));
                foreach (var entry in mapping.Entries)
                {
                    emitter.Emit(Text(entry.Key, quoted: false));
                    Emit(emitter, entry.Value, block);
                }

                emitter.Emit(new MappingEnd());
                break;
            case RecipeSequence sequence:
                var lines = block && sequence.Items.Any(i => i is not RecipeScalar);
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, lines ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (var item in sequence.Items) Emit(emitter, item, lines);
                emitter.Emit(new SequenceEnd());
                break;
            case RecipePath path:
                emitter.Emit(Text(Written(path), quoted: true));
                break;
            case RecipeScalar scalar:
                emitter.Emit(Text(CoreSchema.IsNull(scalar) ? "null" : scalar.Text, scalar.Quoted));
                break;
        }
    }

    /// <summary>Text keeps its quotes only where it would be read as something else without them.</summary>
    private static Scalar Text(string text, bool quoted)
    {
        var needed = quoted && CoreSchema.KindOf(new RecipeScalar(default, text)) != ScalarKind.Text;
        var style = needed || text.Contains('\n') ? ScalarStyle.DoubleQuoted : ScalarStyle.Any;
        return new(AnchorName.Empty, TagName.Empty, text, style, true, true);
    }

    private string Written(RecipePath path) => relativeTo is null || path.Absolute
        ? path.FullPath
        : Path.GetRelativePath(relativeTo, path.FullPath).Replace(Path.DirectorySeparatorChar, '/');
}
