using Agro.Models.Generation;

namespace Agro.Tests.Models;

public class GreedyReferenceTests
{
    [Theory]
    [InlineData(Decoders.Torch, 5)]
    [InlineData(Decoders.Panels, 1)]
    [InlineData(Decoders.Panels, 5)]
    [InlineData(Decoders.Panels, 12)]
    public async Task Greedy_tokens_logits_and_log_probabilities_equal_the_reference(string decoder, int maxBatch)
    {
        using var policy = Stories.Load();
        var rows = Stories.Rows("greedy.jsonl");
        var reference = Stories.GreedyLogits();
        var worst = 0.0;
        var engine = new LocalRolloutEngine(policy.Model, policy.EndOfSequenceIds, _ => "", () => 0, maxBatch)
        {
            NewDecoder = Decoders.Of(decoder, policy.Model),
            Observer = (request, _, token, logits) =>
            {
                var (first, count) = (rows[request].GetProperty("logits_row").GetInt32(), rows[request].GetProperty("logits_rows").GetInt32());
                if (token >= count) return;
                for (var i = 0; i < logits.Length; i++)
                    worst = Math.Max(worst, Math.Abs(logits[i] - reference[((first + token) * logits.Length) + i]));
            },
        };
        var requests = rows.Select(row => new GenerationRequest(
            row.Ints("prompt_ids"), 1, new SamplingOptions { MaxTokens = row.Ints("greedy_ids").Length, Temperature = 0 }, 0)).ToList();
        var completions = await engine.GenerateAsync(requests, TestContext.Current.CancellationToken);
        for (var i = 0; i < rows.Count; i++)
        {
            var completion = Assert.Single(completions[i]);
            Assert.Equal(rows[i].Ints("greedy_ids"), completion.Tokens);
            Assert.Equal(FinishReason.Length, completion.FinishReason);
            var logProbs = rows[i].Doubles("greedy_logprobs");
            for (var t = 0; t < logProbs.Length; t++) Assert.Equal(logProbs[t], completion.LogProbs[t], 5e-5);
        }
        Assert.InRange(worst, 1e-12, 1e-4);
    }
}
