using Agro.Models.Generation;
using Agro.Models.Transformer;
using TorchSharp;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

[Collection(nameof(Runs.AloneInTheProcess))]
public class NativeMemoryTests
{
    [Theory]
    [InlineData(Decoders.Torch)]
    [InlineData(Decoders.Device)]
    [InlineData(Decoders.Panels)]
    public void Generating_and_scoring_leaves_no_tensor_behind(string decoder)
    {
        using var model = TinyModels.Create();
        var engine = new LocalRolloutEngine(model, [], _ => "", () => 0) { NewDecoder = Decoders.Of(decoder, model) };
        var request = new GenerationRequest([1, 2, 3], 2, new SamplingOptions { MaxTokens = 3 }, 1);
        GenerateAndScore(engine, model, request);
        var before = Live();
        for (var i = 0; i < 100; i++) GenerateAndScore(engine, model, request);
        Assert.Equal(before, Live());
    }

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static void GenerateAndScore(LocalRolloutEngine engine, CausalModel model, GenerationRequest request)
    {
        var generated = engine.GenerateAsync([request], TestContext.Current.CancellationToken);
        Assert.True(generated.IsCompletedSuccessfully);
        using var scope = NewDisposeScope();
#pragma warning disable xUnit1031 // The engine completes before it returns.
        var sequences = generated.Result[0].Select(completion => new TokenSequence(request.PromptTokens, completion.Tokens)).ToList();
#pragma warning restore xUnit1031
        model.LogProbsOf(sequences, entropies: true).LogProbs.sum().backward();
    }
}
