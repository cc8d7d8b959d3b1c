using Agro.Models.Generation.Panels;

namespace Agro.Tests.Models;

public class DecoderTests
{
    [Theory]
    [InlineData(Decoders.Torch, "llama")]
    [InlineData(Decoders.Torch, "mistral")]
    [InlineData(Decoders.Torch, "qwen2")]
    [InlineData(Decoders.Torch, "qwen3")]
    [InlineData(Decoders.Panels, "llama")]
    [InlineData(Decoders.Panels, "mistral")]
    [InlineData(Decoders.Panels, "qwen2")]
    [InlineData(Decoders.Panels, "qwen3")]
    public void Prefill_and_steps_give_the_logits_of_the_whole_sequence(string name, string architecture)
    {
        using var model = TinyModels.Create(architecture);
        using var decoder = Decoders.Of(name, model)(3);
        int[] ids = [.. Enumerable.Range(0, 80).Select(i => (i * i) % 37)];
        var expected = TinyModels.Plain(model).Logits(ids);
        var logits = new float[2 * 37];
        decoder.Reserve(20);
        decoder.Prefill(2, ids.AsSpan(0, 19), logits.AsSpan(0, 37));
        Near(expected[18], logits.AsSpan(0, 37));
        decoder.Copy(2, 1, 19);
        decoder.Move(2, 0, 19);
        for (var position = 19; position < ids.Length; position++)
        {
            decoder.Reserve(position + 1);
            decoder.Step([ids[position], ids[position]], [position, position], logits);
            Near(expected[position], logits.AsSpan(0, 37));
            Near(expected[position], logits.AsSpan(37, 37));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_long_prompt_is_the_same_in_pieces_and_on_several_threads(int threads)
    {
        var config = TinyModels.Config() with { MaxPositions = 400 };
        using var model = Agro.Models.Transformer.CausalModel.Create(config, 5);
        int[] ids = [.. Enumerable.Range(0, 300).Select(i => (i * 7) % 37)];
        var (whole, steps) = (new float[37], new float[37]);
        using (var decoder = new PanelDecoder(model, 1, threads))
        {
            decoder.Reserve(ids.Length);
            decoder.Prefill(0, ids, whole);
        }
        using var single = new PanelDecoder(model, 1, 1);
        for (var i = 0; i < ids.Length; i++)
        {
            single.Reserve(i + 1);
            single.Step([ids[i]], [i], steps);
        }
        Assert.Equal(steps, whole);
    }

    private static void Near(double[] expected, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-4);
    }
}
