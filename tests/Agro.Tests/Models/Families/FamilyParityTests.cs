using System.Collections.Immutable;
using Agro.Models.Generation;
using Agro.Models.Generation.Panels;
using Agro.Models.Transformer;
using Agro.Tests.Models.Plain;
using static TorchSharp.torch;

namespace Agro.Tests.Models.Families;

public class FamilyParityTests
{
    private static readonly ImmutableArray<int> Ids = [.. Enumerable.Range(0, 41).Select(i => ((i * i) + (3 * i) + 7) % 40)];

    public static TheoryData<string> All => FamilyConfigs.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Logits_equal_a_plain_implementation(string family)
    {
        using var folder = new FamilyFolder(family);
        using var policy = folder.Load(ScalarType.Float64);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var expected = folder.Plain().Logits(Ids).SelectMany(row => row).ToArray();
        var actual = policy.Model.Logits(tensor(Ids.Select(id => (long)id).ToArray()).unsqueeze(0)).ToDoubles();
        var furthest = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine($"{family}: {furthest:e1}");
        Assert.True(furthest < 1e-9, $"{furthest}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Decoders_give_the_logits_of_the_whole_sequence(string family)
    {
        using var folder = new FamilyFolder(family);
        using var policy = folder.Load(ScalarType.Float32);
        Assert.True(PanelDecoder.Supports(policy.Model));
        var expected = folder.Plain().Logits(Ids);
        foreach (var name in (string[])[Decoders.Torch, Decoders.Device, Decoders.Panels])
        {
            using var decoder = Decoders.Of(name, policy.Model)(3);
            var logits = new float[2 * 40];
            decoder.Reserve(20);
            decoder.Prefill(2, Ids.AsSpan()[..19], logits.AsSpan(0, 40));
            Near(expected[18], logits.AsSpan(0, 40));
            decoder.Copy(2, 1, 19);
            decoder.Move(2, 0, 19);
            for (var position = 19; position < Ids.Length; position++)
            {
                decoder.Reserve(position + 1);
                decoder.Step([Ids[position], Ids[position]], [position, position], logits);
                Near(expected[position], logits.AsSpan(0, 40));
                Near(expected[position], logits.AsSpan(40, 40));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Greedy_completions_and_their_log_probabilities_are_those_of_a_plain_implementation(string family)
    {
        using var folder = new FamilyFolder(family);
        using var policy = folder.Load(ScalarType.Float32);
        var plain = folder.Plain();
        var (tokens, logProbs) = Greedy(plain, [.. Ids[..11]], 16);
        foreach (var name in (string[])[Decoders.Torch, Decoders.Device, Decoders.Panels])
        {
            await using var engine = new LocalRolloutEngine(policy.Model, [], _ => "", () => 0) { NewDecoder = Decoders.Of(name, policy.Model) };
            var request = new GenerationRequest(Ids[..11], 1, new SamplingOptions { Temperature = 0, MaxTokens = 16 }, 1);
            var completion = (await engine.GenerateAsync([request], TestContext.Current.CancellationToken))[0][0];
            Assert.Equal(tokens, completion.Tokens);
            for (var t = 0; t < 16; t++) Assert.Equal(logProbs[t], completion.LogProbs[t], 1e-4);
        }

        using var scope = NewDisposeScope();
        var scored = policy.Model.LogProbsOf([new TokenSequence(Ids[..11], [.. tokens])]).LogProbs.ToDoubles();
        for (var t = 0; t < 16; t++) Assert.Equal(logProbs[t], scored[t], 1e-4);
    }

    private static (List<int> Tokens, List<double> LogProbs) Greedy(IPlainModel plain, List<int> ids, int count)
    {
        var (tokens, logProbs) = (new List<int>(), new List<double>());
        for (var t = 0; t < count; t++)
        {
            var logits = plain.Logits(ids)[^1];
            var best = Array.IndexOf(logits, logits.Max());
            logProbs.Add(logits[best] - Math.Log(logits.Sum(Math.Exp)));
            tokens.Add(best);
            ids.Add(best);
        }

        return (tokens, logProbs);
    }

    private static void Near(double[] expected, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-4);
    }
}
