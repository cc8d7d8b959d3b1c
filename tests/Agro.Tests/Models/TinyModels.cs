using Agro.Models;
using Agro.Models.Families;
using Agro.Models.Transformer;
using Agro.Tests.Models.Plain;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

/// <summary>Small random models of every architecture, with weights large enough that their distributions are far from uniform.</summary>
internal static class TinyModels
{
    public static ModelConfig Config(string architecture = "llama", int vocabulary = 37) => new()
    {
        ModelType = architecture,
        VocabularySize = vocabulary,
        HiddenSize = 24,
        IntermediateSize = 44,
        LayerCount = 3,
        HeadCount = 6,
        KeyValueHeadCount = architecture == "mistral" ? 6 : 2,
        HeadSize = 8,
        MaxPositions = 96,
        RopeTheta = 500,
        NormEpsilon = 1e-5,
        InitializerRange = 0.3,
        TiedEmbeddings = architecture is "qwen2" or "llama",
        QueryKeyValueBias = architecture == "qwen2",
        QueryKeyNorm = architecture == "qwen3",
    };

    public static CausalModel Create(string architecture = "llama", ScalarType type = ScalarType.Float32, long seed = 3)
    {
        var model = CausalModel.Create(Config(architecture), seed, CPU, type);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(11, CPU);
        // Norms of 1 and biases of 0 would hide that they are applied.
        foreach (var (name, parameter) in model.Parameters)
            if (parameter.Dimensions == 1) parameter.add_(randn(parameter.shape, ScalarType.Float32, generator: generator).mul(0.3).to(type));
        return model;
    }

    /// <summary>The plain model of a model's weights, where its family stores them as they are.</summary>
    public static IPlainModel Plain(CausalModel model) => PlainTransformer.Of(
        ModelFamilies.Write(model.Config, "float32"), model.Parameters.ToDictionary(item => item.Key, item => item.Value.ToDoubles()));
}
