using System.Collections.Immutable;
using Agro.Models.Generation;
using Agro.Models.Generation.Panels;
using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class LocalRolloutEngineTests
{
    private static readonly ImmutableArray<int> Ends = [4];

    private static List<GenerationRequest> Requests() =>
    [
        Request([1, 2, 3], 5, 30, 1, 11),
        Request([9], 1, 7, 0.8, 12),
        Request([.. Enumerable.Range(0, 40).Select(i => i % 37)], 3, 50, 1.3, 13),
        Request([7, 7], 0, 5, 1, 14),
        Request([30, 20, 10, 0], 8, 1, 1, 15),
        Request([6, 6, 6], 4, 60, 1, 16),
    ];

    private static GenerationRequest Request(ImmutableArray<int> prompt, int count, int maxTokens, double temperature, long seed) =>
        new(prompt, count, new SamplingOptions { MaxTokens = maxTokens, Temperature = temperature }, seed);

    private static LocalRolloutEngine Engine(CausalModel model, string decoder = Decoders.Panels, int maxBatch = 128) =>
        new(model, Ends, tokens => string.Join(' ', tokens), () => 7, maxBatch) { NewDecoder = Decoders.Of(decoder, model) };

    private static async Task<IReadOnlyList<ImmutableArray<Completion>>> Generate(LocalRolloutEngine engine, IReadOnlyList<GenerationRequest> requests) =>
        await engine.GenerateAsync(requests, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(Decoders.Torch, 1)]
    [InlineData(Decoders.Torch, 3)]
    [InlineData(Decoders.Torch, 64)]
    [InlineData(Decoders.Device, 1)]
    [InlineData(Decoders.Device, 3)]
    [InlineData(Decoders.Device, 64)]
    [InlineData(Decoders.Panels, 1)]
    [InlineData(Decoders.Panels, 3)]
    [InlineData(Decoders.Panels, 17)]
    [InlineData(Decoders.Panels, 64)]
    public async Task Log_probabilities_are_those_of_the_training_pass(string decoder, int maxBatch)
    {
        using var model = TinyModels.Create("qwen2");
        var requests = Requests();
        var completions = await Generate(Engine(model, decoder, maxBatch), requests);
        Assert.Equal(requests.Select(request => request.Count), completions.Select(group => group.Length));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (request, group) in requests.Zip(completions))
            foreach (var completion in group)
            {
                var expected = model.LogProbsOf([new(request.PromptTokens, completion.Tokens)], request.Sampling.Temperature).LogProbs.ToDoubles();
                Assert.Equal(completion.Tokens.Length, completion.LogProbs.Length);
                for (var t = 0; t < expected.Length; t++) Assert.Equal(expected[t], completion.LogProbs[t], 1e-4);
            }
    }

    [Fact]
    public async Task What_a_request_yields_does_not_depend_on_batch_or_neighbors()
    {
        using var model = TinyModels.Create("qwen3");
        var together = await Generate(Engine(model), Requests());
        foreach (var maxBatch in new[] { 1, 2, 5, 16, 19 }) AssertSame(together, await Generate(Engine(model, maxBatch: maxBatch), Requests()));
        var alone = new List<ImmutableArray<Completion>>();
        foreach (var request in Requests()) alone.Add((await Generate(Engine(model), [request]))[0]);
        AssertSame(together, alone);
        var backwards = await Generate(Engine(model), [.. Enumerable.Reverse(Requests())]);
        AssertSame(together, [.. backwards.Reverse()]);
        // With libtorch the last bits differ, the tokens do not.
        AssertSame(together, await Generate(Engine(model, Decoders.Torch, 6), Requests()), 1e-4);
        foreach (var maxBatch in new[] { 1, 5, 19 }) AssertSame(together, await Generate(Engine(model, Decoders.Device, maxBatch), Requests()), 1e-4);
    }

    [Theory]
    [InlineData(Decoders.Torch)]
    [InlineData(Decoders.Device)]
    [InlineData(Decoders.Panels)]
    public async Task Weights_that_are_no_numbers_end_a_generation(string decoder)
    {
        using var model = TinyModels.Create();
        using (no_grad()) model.Parameters["model.norm.weight"].fill_(Constant.Of(double.NaN));
        var fault = await Assert.ThrowsAsync<AgroException>(() => Generate(Engine(model, decoder), Requests()));
        Assert.Contains("not finite", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threads_that_share_a_large_vocabulary_choose_what_one_does()
    {
        using var model = CausalModel.Create(TinyPolicy.Config with { VocabularySize = 32000 }, 1);
        var requests = Enumerable.Range(0, 21).Select(seed => Request([1, 2, 3], 1, 4, 1, seed)).ToList();
        var engine = new LocalRolloutEngine(model, [], _ => "", () => 0) { NewDecoder = slots => new PanelDecoder(model, slots, threads: 3) };
        var alone = new LocalRolloutEngine(model, [], _ => "", () => 0) { NewDecoder = slots => new PanelDecoder(model, slots, threads: 1) };
        AssertSame(await Generate(alone, requests), await Generate(engine, requests));
    }

    [Fact]
    public async Task Completions_end_at_an_end_token_or_at_the_limit()
    {
        using var model = TinyModels.Create();
        var requests = Requests();
        var completions = await Generate(Engine(model), requests);
        foreach (var (request, group) in requests.Zip(completions))
            foreach (var completion in group)
            {
                var ended = completion.Tokens.IndexOf(4);
                Assert.Equal(ended >= 0 ? FinishReason.Stop : FinishReason.Length, completion.FinishReason);
                Assert.Equal(ended >= 0 ? ended + 1 : request.Sampling.MaxTokens, completion.Tokens.Length);
                Assert.Equal(string.Join(' ', completion.Tokens.Where(token => token != 4)), completion.Text);
                Assert.Equal(7, completion.PolicyVersion);
            }
        Assert.Contains(completions.SelectMany(group => group), completion => completion.FinishReason == FinishReason.Stop);
        Assert.Contains(completions.SelectMany(group => group), completion => completion.FinishReason == FinishReason.Length);
        Assert.NotEqual(completions[0][0].Tokens, completions[0][1].Tokens);
    }

    [Fact]
    public async Task New_weights_are_sampled_from_at_once()
    {
        using var model = TinyModels.Create();
        var engine = Engine(model);
        var before = await Generate(engine, Requests());
        using (no_grad()) model.Parameters["model.layers.0.mlp.up_proj.weight"].mul_(3);
        Assert.NotEqual(before[5][0].LogProbs, (await Generate(engine, Requests()))[5][0].LogProbs);
    }

    [Fact]
    public async Task Requests_that_cannot_be_met_say_why()
    {
        using var model = TinyModels.Create();
        var engine = Engine(model);
        await Refused(Request([1, 2], 1, 95, 1, 0), "96 positions");
        await Refused(Request([], 1, 5, 1, 0), "no tokens");
        await Refused(Request([37], 1, 5, 1, 0), "vocabulary of 37");
        await Refused(Request([1], 1, 0, 1, 0), "max_tokens");
        await Refused(Request([1], 1, 5, -1, 0), "temperature");
        await Refused(Request([1], 1, 5, 1, 0) with { Sampling = new() { MaxTokens = 5, TopP = 0 } }, "top_p");
        await Refused(Request([1], 1, 5, 1, 0) with { Sampling = new() { MaxTokens = 5, TopK = -1 } }, "top_k");

        async Task Refused(GenerationRequest request, string why)
        {
            var fault = await Assert.ThrowsAsync<InputException>(() => Generate(engine, [request]));
            Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cancellation_stops_between_tokens()
    {
        using var model = TinyModels.Create();
        using var source = new CancellationTokenSource();
        var seen = 0;
        var engine = new LocalRolloutEngine(model, [], _ => "", () => 0)
        {
            Observer = (_, _, token, _) =>
            {
                seen = Math.Max(seen, token);
                if (token == 3) source.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.GenerateAsync([Request([1], 2, 50, 1, 0)], source.Token));
        Assert.Equal(3, seen);
    }

    private static void AssertSame(
        IReadOnlyList<ImmutableArray<Completion>> expected, IReadOnlyList<ImmutableArray<Completion>> actual, double tolerance = 0)
    {
        foreach (var (first, second) in expected.SelectMany(group => group).Zip(actual.SelectMany(group => group)))
        {
            Assert.Equal(first.Tokens, second.Tokens);
            for (var t = 0; t < first.LogProbs.Length; t++) Assert.Equal(first.LogProbs[t], second.LogProbs[t], tolerance);
        }
    }
}
