namespace Agro.Engine.Benchmarks;

/// <summary>Prefill and decode of one batch. The seconds are those of the middle sample; everything else is computed from them.</summary>
/// <param name="Shape">The model.</param>
/// <param name="Decoder">
/// <c>agro</c>: what rollouts use on this machine; <c>libtorch</c>: the decoder for devices, with transposed products;
/// <c>linear</c>: libtorch with <c>functional.linear</c>.
/// </param>
/// <param name="Batch">Sequences at once, each with a prompt of its own.</param>
/// <param name="PromptTokens">Tokens of each prompt.</param>
/// <param name="NewTokens">Decode steps; one more token is chosen from the prompt's logits.</param>
/// <param name="PrefillSeconds">All prompts.</param>
/// <param name="DecodeSeconds">All decode steps, with choosing tokens and keeping count of sequences.</param>
/// <param name="ChoiceSeconds">Of these, what is not spent in the decoder: choosing tokens, and keeping count.</param>
/// <param name="PrefillGigaflop">10^9 FLOPs of the prompts.</param>
/// <param name="DecodeGigaflop">10^9 FLOPs of the decode steps.</param>
/// <param name="DecodeGigabytes">10^9 bytes that the decode steps read: weights once a step, keys and values.</param>
/// <param name="Spread">Seconds of a whole generation.</param>
/// <param name="Conditions">The machine meanwhile.</param>
public sealed record DecodeFigures(
    string Shape, string Decoder, int Batch, int PromptTokens, int NewTokens,
    double PrefillSeconds, double DecodeSeconds, double ChoiceSeconds,
    double PrefillGigaflop, double DecodeGigaflop, double DecodeGigabytes,
    Spread Spread, SectionConditions Conditions)
{
    /// <summary>The decode seconds of <c>linear</c> sampled in turns with this; null where it was not compared.</summary>
    public double? LinearDecodeSeconds { get; init; }

    /// <summary>Prompt tokens by the seconds of prefill.</summary>
    public double PrefillTokensPerSecond => Batch * (double)PromptTokens / PrefillSeconds;

    /// <summary>New tokens by the seconds of decode.</summary>
    public double DecodeTokensPerSecond => Batch * (double)NewTokens / DecodeSeconds;

    /// <summary>The FLOP/s of prefill as a share of the GEMM peak.</summary>
    public double PrefillShareOfPeak => PrefillGigaflop / PrefillSeconds / Conditions.GemmGigaflops;

    /// <summary>What the machine needs at least: the longer of FLOPs at the GEMM peak and bytes at the read bandwidth.</summary>
    public double DecodeLimitSeconds => Math.Max(DecodeGigaflop / Conditions.GemmGigaflops, DecodeGigabytes / Conditions.ReadGigabytes);

    /// <summary>The limit as a share of the time taken.</summary>
    public double DecodeShareOfLimit => DecodeLimitSeconds / DecodeSeconds;

    /// <summary>The share of choosing tokens in the decode steps.</summary>
    public double ChoiceShare => ChoiceSeconds / DecodeSeconds;

    /// <summary>How many times as fast as <c>linear</c> decode is; null where it was not compared.</summary>
    public double? TimesLinear => LinearDecodeSeconds / DecodeSeconds;

    /// <summary>Whether the machine changed meanwhile, or other processes took too much of it.</summary>
    public bool IsNoisy => Conditions.HasDrifted || Spread.IsNoisy;
}
