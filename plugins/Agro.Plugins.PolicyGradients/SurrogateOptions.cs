using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.PolicyGradients;

/// <summary>
/// Options that all algorithms with a policy-gradient surrogate share. A derived record sets its paper's choice as the default.
/// </summary>
internal abstract record SurrogateOptions
{
    /// <summary>
    /// KL coefficient, in units of reward (or of advantage, in the loss) per nat; 0 for none: then no reference policy is needed.
    /// 0.04 in GRPO's paper; TRL has 0.05 for PPO and RLOO, OpenRLHF 0.01 for REINFORCE++.
    /// </summary>
    [Range(0, double.MaxValue)]
    public double Beta { get; init; }

    /// <summary>
    /// Which estimate of a token's KL is used: <c>k1</c> (unbiased; no gradient in the loss), <c>k2</c> (the right gradient in the loss)
    /// or <c>k3</c> (unbiased, never negative; in the loss the gradient of the forward KL).
    /// </summary>
    public KlEstimator Kl { get; init; }

    /// <summary>
    /// Where the KL enters: <c>reward</c> (subtracted from the reward, frozen when the completion was sampled) or <c>loss</c> (added to
    /// the loss, of the policy as it is now).
    /// </summary>
    public KlPlace KlIn { get; init; }

    /// <summary>
    /// The KL aimed at, in nats per completion, such as TRL's 6: beta is then only the first coefficient, and follows the KL from step
    /// to step (Ziegler et al. 2019, arXiv 1909.08593). 0 keeps beta fixed.
    /// </summary>
    [Range(0, double.MaxValue)]
    public double KlTarget { get; init; }

    /// <summary>
    /// How many completions it takes an adaptive coefficient to grow or shrink by the share that the KL is off (at most a fifth).
    /// TRL's and verl's 10000.
    /// </summary>
    [Range(1, double.MaxValue)]
    public double KlHorizon { get; init; } = 10000;

    /// <summary>Coefficient of the entropy bonus, in units of advantage per nat; 0 for none.</summary>
    [Range(0, double.MaxValue)]
    public double EntropyCoefficient { get; init; }

    /// <summary>
    /// How the loss of data of another policy is weighted: <c>none</c>, or by the ratio of the policy before the step's first update to
    /// the behavior policy: <c>tis</c> (clamped to the bounds), <c>icepop</c> (0 outside of them) or <c>sequence_mask</c> (0 for
    /// completions whose geometric mean is outside). The ratio of fresh completions is 1 up to rounding; replayed and late ones are
    /// what it is for. Clipping then holds the policy to where the step began instead of to the behavior policy.
    /// </summary>
    public CorrectionKind Correction { get; init; }

    /// <summary>
    /// Lower bound of the correction. By default 0 (<c>tis</c>), 0.5 (<c>icepop</c>) or 0.999 (<c>sequence_mask</c>), as in NeMo-RL.
    /// </summary>
    [Range(0, 1)]
    public double? CorrectionMin { get; init; }

    /// <summary>
    /// Upper bound of the correction. By default 2 (<c>tis</c>; verl, slime), 5 (<c>icepop</c>) or 1.002 (<c>sequence_mask</c>; both
    /// NeMo-RL).
    /// </summary>
    [Range(1, double.MaxValue)]
    public double? CorrectionMax { get; init; }

    /// <summary>What is wrong with the options taken together; null for nothing.</summary>
    public string? Fault()
    {
        if (KlTarget > 0 && Beta == 0) return "kl_target moves the KL coefficient from beta on, and beta is 0";
        return Correction == CorrectionKind.None && (CorrectionMin ?? CorrectionMax) is not null
            ? "correction_min and correction_max bound a correction, and correction is none"
            : null;
    }
}

/// <summary>Options of surrogates that clip their ratio from both sides.</summary>
internal abstract record ClippedOptions : SurrogateOptions
{
    /// <summary>Ratios are clipped from below at 1 - clip_low. 0.2 in PPO, GRPO and DAPO; 3e-4 in GSPO.</summary>
    [Range(0, 1)]
    public double ClipLow { get; init; } = 0.2;

    /// <summary>Ratios are clipped from above at 1 + clip_high. 0.2 in PPO and GRPO, 0.28 in DAPO, 4e-4 in GSPO.</summary>
    [Range(0, double.MaxValue)]
    public double ClipHigh { get; init; } = 0.2;

    /// <summary>
    /// Bounds the loss of a negative advantage A at dual_clip |A|, however far its ratio has grown (Ye et al. 2020, arXiv 1912.09729).
    /// Above 1, such as verl's 3; null for no bound.
    /// </summary>
    [Range(1, double.MaxValue, MinimumIsExclusive = true)]
    public double? DualClip { get; init; }
}
