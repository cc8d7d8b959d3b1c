using Agro.Models.Generation;
using Agro.Models.Transformer;

namespace Agro.Tests.Models;

public class PlainProductsTests
{
    [Fact]
    public void They_give_the_logits_of_transposed_ones()
    {
        using var model = CausalModel.Create(TinyPolicy.Config, 3).Clone(frozen: true);
        using var plain = new TorchDecoder(model, 3, plainProducts: true);
        using var torch = new TorchDecoder(model, 3);
        var (own, other) = (Logits(plain), Logits(torch));
        Assert.Equal(2 * TinyPolicy.Config.VocabularySize, own.Length);
        Assert.All(own.Zip(other), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.Contains(own, value => Math.Abs(value) > 0.01f);
    }

    private static float[] Logits(IDecoder decoder)
    {
        var vocabulary = TinyPolicy.Config.VocabularySize;
        var logits = new float[2 * vocabulary];
        decoder.Reserve(8);
        decoder.Prefill(2, [1, 2, 3], logits.AsSpan(0, vocabulary));
        decoder.Copy(2, 0, 3);
        decoder.Prefill(1, [4, 5], logits.AsSpan(0, vocabulary));
        decoder.Step([6, 7], [3, 2], logits);
        return logits;
    }
}
