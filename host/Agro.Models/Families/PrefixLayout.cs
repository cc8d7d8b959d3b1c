using Agro.Models.Transformer;

namespace Agro.Models.Families;

/// <summary>Parameters stored one by one, under the names that they have here or with another beginning.</summary>
/// <param name="model">What is stored for <c>model.</c>.</param>
/// <param name="head">What stands before <c>lm_head.</c>.</param>
internal sealed class PrefixLayout(string model, string head) : WeightLayout
{
    private const string Own = "model.";

    // The parts of a model that sees images.
    private static readonly string[] Others = ["vision_tower.", "multi_modal_projector."];

    /// <summary>The names that parameters have here, which are those of most families.</summary>
    public static PrefixLayout Usual { get; } = new(Own, "");

    public override IEnumerable<StoredTensor> Of(ModelConfig config) =>
        ParameterShapes.Of(config).Select(parameter => Plain(Stored(parameter.Name), parameter));

    public override bool IsRedundant(ModelConfig config, string name) =>
        base.IsRedundant(config, name) || (config.TiedEmbeddings && name == Stored(ParameterShapes.Head));

    public override bool IsCarried(string name) =>
        model != Own && Others.Any(other => name.StartsWith(other, StringComparison.Ordinal) || name.StartsWith(Own + other, StringComparison.Ordinal));

    private string Stored(string name) => name.StartsWith(Own, StringComparison.Ordinal) ? model + name[Own.Length..] : head + name;
}
