using Agro.Engine.Tracking;
using Agro.Models.Generation;
using Agro.Models.Transformer;

namespace Agro.Engine.Benchmarks;

/// <summary>
/// Generation through the engine of rollouts: B prompts, one completion each, temperature 1, no end of sequence. Its decoder is timed call
/// by call; the time before the first step that is not prefill is left out, the rest belongs to the steps.
/// </summary>
/// <param name="shape">The model and the work.</param>
/// <param name="sections">Runs what is measured together.</param>
internal sealed class DecodeCase(BenchmarkShape shape, SectionRunner sections)
{
    /// <summary>The decoder that rollouts use here.</summary>
    public const string Own = "agro";

    /// <summary>libtorch with plain products.</summary>
    public const string Plain = "linear";

    private const string Transposed = "libtorch";

    /// <summary>Measures every batch.</summary>
    public IReadOnlyList<DecodeFigures> Run()
    {
        using var model = CausalModel.Create(shape.Config, 1);
        foreach (var (_, parameter) in model.Parameters) parameter.requires_grad = false;
        return [.. shape.Batches.SelectMany(batch => OfBatch(model, batch))];
    }

    private List<DecodeFigures> OfBatch(CausalModel model, int batch)
    {
        List<(string Name, Func<int, IDecoder> New)> decoders = [(Own, slots => LocalRolloutEngine.DecoderFor(model, slots))];
        if (batch == shape.ComparedBatch)
            decoders.AddRange([(Transposed, slots => new TorchDecoder(model, slots)), (Plain, slots => new TorchDecoder(model, slots, plainProducts: true))]);

        var works = decoders.Select(decoder => (Action<PhaseClock>)(clock => Generate(model, batch, decoder.New, clock))).ToArray();
        var (runs, conditions) = sections.Run($"{shape.Name}: prefill and decode, batch {batch}", sampler => sampler.Take(works));
        var figures = decoders.Zip(runs).Select(pair => Figures(pair.First.Name, batch, pair.Second, conditions)).ToList();
        var plain = figures.Find(row => row.Decoder == Plain)?.DecodeSeconds;
        return [.. figures.Select(row => row.Decoder == Plain ? row : row with { LinearDecodeSeconds = plain })];
    }

    private void Generate(CausalModel model, int batch, Func<int, IDecoder> decoder, PhaseClock clock)
    {
        var engine = new LocalRolloutEngine(model, [], _ => "", () => 0, batch)
        {
            NewDecoder = slots => clock.Time(TimedDecoder.Setup, () => new TimedDecoder(decoder(slots), clock)),
        };
        var sampling = new SamplingOptions { MaxTokens = shape.NewTokens + 1 };
        var requests = shape.RandomTokens(batch, shape.PromptTokens).Select((prompt, index) => new GenerationRequest(prompt, 1, sampling, index)).ToList();
        engine.GenerateAsync(requests, CancellationToken.None).GetAwaiter().GetResult();
    }

    private DecodeFigures Figures(string decoder, int batch, TimedRuns runs, SectionConditions conditions)
    {
        var (cost, phases) = (new ModelCost(shape.Config), runs.Middle.Phases);
        var prefill = phases[TimedDecoder.Prefilling];
        var decode = runs.Middle.Seconds - prefill - phases[TimedDecoder.Setup];
        return new(
            shape.Name, decoder, batch, shape.PromptTokens, shape.NewTokens,
            prefill, decode, decode - phases[TimedDecoder.Decoding] - phases.GetValueOrDefault(TimedDecoder.Moving),
            cost.ForwardFlops(batch, shape.PromptTokens, batch) / 1e9,
            cost.DecodeFlops(batch, shape.PromptTokens, shape.NewTokens) / 1e9,
            cost.DecodeBytes(batch, shape.PromptTokens, shape.NewTokens) / 1e9,
            runs.Seconds, conditions);
    }
}
