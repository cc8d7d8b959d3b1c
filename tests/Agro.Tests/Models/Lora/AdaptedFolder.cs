using Agro.Models;
using Agro.Models.Lora;
using Agro.Tests.Models.Families;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Lora;

/// <summary>A family's model in a folder, and adapters of it that change something.</summary>
internal sealed class AdaptedFolder(string family) : IDisposable
{
    private readonly FamilyFolder _folder = new(family);

    public string Path => _folder.Path;

    public string Of(string name) => _folder.Of(name);

    public ModelConfig Config { get; } = ModelConfigOf(family);

    /// <summary>The adapters that some targets mean.</summary>
    public LoraConfig Lora(int rank = 3, double alpha = 5, params string[] targets) => new()
    {
        Rank = rank,
        Alpha = alpha,
        Modules = [.. LoraTargets.Of(Config).Intersect((targets.Length == 0 ? [LoraTargets.All] : targets).SelectMany(target => LoraTargets.Matching(Config, target)))],
    };

    /// <summary>Loads the model with adapters of which no weight is 0.</summary>
    public PretrainedPolicy Adapted(ScalarType type, LoraConfig? lora = null)
    {
        var policy = _folder.Load(type);
        policy.Model.Adapt(lora ?? Lora(), seed: 2);
        Fill(policy.Model.Adapters!);
        return policy;
    }

    /// <summary>Draws all weights anew.</summary>
    public static void Fill(LoraAdapters adapters, ulong seed = 5)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed, CPU);
        foreach (var parameter in adapters.Parameters.Values) parameter.copy_(randn(parameter.shape, generator: generator).mul(0.3));
    }

    public static Tensor Ids() => tensor(Enumerable.Range(0, 40).Select(i => (long)(i * i % 37)).ToArray()).view(2, 20);

    public void Dispose() => _folder.Dispose();

    private static ModelConfig ModelConfigOf(string family)
    {
        using var folder = new FamilyFolder(family);
        return PretrainedPolicy.Check(folder.Path, withWeights: true).Config;
    }
}
