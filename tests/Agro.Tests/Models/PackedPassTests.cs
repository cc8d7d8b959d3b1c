using Agro.Engine.Benchmarks;
using Agro.Models.Transformer;
using Agro.Tests.Models.Families;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

/// <summary>A pass that computes shared prompts once, held to one that lays every sequence out by itself.</summary>
public class PackedPassTests
{
    // Two prompts of one length and one of another; completions of many lengths, one token and none among them.
    private static readonly TokenSequence[] Ragged =
    [
        new([1, 5, 9], [3, 7, 2, 8, 4]), new([2, 2, 6, 1, 4, 4, 9], [6]), new([1, 5, 9], [1, 2, 3]), new([8, 5, 9], [4, 4, 4, 4, 4, 1, 2, 3]),
        new([1, 5, 9], []), new([2, 2, 6, 1, 4, 4, 9], [9, 9, 1, 7]), new([8, 5, 9], [7]), new([8, 5, 9], [7, 7]), new([3], [5]),
    ];

    private static readonly TokenSequence[] Even =
    [
        new([1, 5, 9], [3, 7, 2]), new([1, 5, 9], [4, 1, 8]), new([2, 2, 6], [6, 1, 1]), new([2, 2, 6], [5, 5, 9]),
    ];

    private static readonly TokenSequence[] Single = [new([1, 5, 9], [3]), new([1, 5, 9], [4])];

    public static TheoryData<string, string, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool>();
        foreach (var family in FamilyConfigs.All)
            foreach (var sequences in (string[])["ragged", "even", "single"]) cases.Add(family.Data, sequences, family.Data is "llama3" or "gpt2");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_whole_sequences(string family, string name, bool checkpointed)
    {
        using var scope = NewDisposeScope();
        using var folder = new FamilyFolder(family);
        using var policy = folder.Load(ScalarType.Float64);
        var sequences = name switch { "ragged" => Ragged, "even" => Even, _ => Single };
        var width = sequences.Max(sequence => sequence.Completion.Length);
        var weights = arange(0, sequences.Length * width, ScalarType.Float64).view(sequences.Length, width).sin();
        var plain = Run(policy.Model, new SequenceBatch(sequences, policy.Config), weights, checkpointed);
        var packed = Run(policy.Model, new PackedBatch(sequences, policy.Config), weights, checkpointed);
        Near(plain.Outputs, packed.Outputs);
        Assert.Equal(plain.Gradients.Count, packed.Gradients.Count);
        foreach (var (expected, found) in plain.Gradients.Zip(packed.Gradients)) Near(expected, found);
    }

    /// <summary>With so many rows that products are taken in the way that is fastest on this machine.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_tokens_of_a_wide_model_give_what_a_plain_program_gives(bool packed)
    {
        var config = BenchmarkShape.Of("s", quick: true).Config with { LayerCount = 2 };
        using var model = CausalModel.Create(config, 1);
        using var eager = new EagerModel(model);
        using var scope = NewDisposeScope();
        var ids = randint(0, config.VocabularySize, [15, 70], dtype: ScalarType.Int64);
        // Three prompts of 33 tokens, five completions each.
        using (no_grad()) ids.narrow(1, 0, 33).copy_(ids.narrow(0, 0, 3).narrow(1, 0, 33).repeat_interleave(5, 0));
        var rows = Enumerable.Range(0, 15).Select(row => ids[row].data<long>().Select(id => (int)id).ToArray()).ToList();
        var sequences = rows.Select(row => new TokenSequence([.. row[..33]], [.. row[33..]])).ToList();
        CompletionBatch batch = packed ? new PackedBatch(sequences, config) : new SequenceBatch(sequences, config);
        var weights = randn(15, 37);
        var pass = new CompletionPass(model, batch, 1, null);
        var expected = eager.LogProbs(ids, 37);
        Assert.InRange((expected - pass.Outputs().LogProbs).abs().max().item<float>(), 0, 1e-4f);
        pass.Backward(weights, null, null);
        (expected * weights).sum().backward();
        foreach (var (name, parameter) in model.Parameters)
        {
            var gradient = eager.Parameters[name].grad!;
            Assert.InRange(((gradient - parameter.grad!).norm() / gradient.norm()).item<float>(), 0, 1e-5f);
        }
    }

    [Fact]
    public void A_prompt_is_computed_once_for_all_its_completions()
    {
        var batch = new PackedBatch(Ragged, TinyModels.Config());
        Assert.Equal(3 + 3 + 7 + 1 + 4 + 2 + 7 + 3 + 1, batch.Ids.Length);
        Assert.Equal(batch.Ids.Length, PackedBatch.TokensOf(Ragged));
        Assert.Equal([3, 7, 1], batch.Blocks.Select(block => block.PromptLength));
        Assert.Equal([0L, 1, 2, 0, 1, 2, 3, 4, 5, 6, 3, 4], batch.Positions[..12]);
    }

    [Fact]
    public void What_cannot_go_through_the_model_is_refused()
    {
        var config = TinyModels.Config();
        Assert.Contains("a prompt is empty", Assert.Throws<ArgumentException>(() => new PackedBatch([new([], [1])], config)).Message, StringComparison.Ordinal);
        Assert.Contains("token 37", Assert.Throws<ArgumentException>(() => new PackedBatch([new([1], [37])], config)).Message, StringComparison.Ordinal);
        Assert.Contains("takes 96", Assert.Throws<ArgumentException>(() => new PackedBatch([new([.. new int[97]], [1])], config)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedBatch(Even, config, padTo: 2));
    }

    private static (double[] Outputs, List<double[]> Gradients) Run(CausalModel model, CompletionBatch batch, Tensor weights, bool checkpointed)
    {
        foreach (var parameter in model.Parameters.Values) parameter.grad?.zero_();
        var pass = new CompletionPass(model, batch, 0.7, null, checkpointed);
        var outputs = pass.Outputs();
        pass.Backward(weights, weights.cos(), null);
        return ([.. outputs.LogProbs.ToDoubles(), .. outputs.Entropies!.ToDoubles()], [.. model.Parameters.Values.Select(parameter => parameter.grad!.ToDoubles())]);
    }

    private static void Near(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-11 * Math.Max(1, largest));
    }
}
