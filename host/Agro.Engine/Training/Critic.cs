using Agro.Models.Transformer;

namespace Agro.Engine.Training;

/// <summary>A critic head with an optimizer of its own, so that its gradient's norm never scales the policy's down.</summary>
/// <param name="Head">The head.</param>
/// <param name="Optimizer">Its optimizer.</param>
/// <param name="RateRatio">Its learning rate divided by the policy's.</param>
internal sealed record Critic(CriticHead Head, AdamW Optimizer, double RateRatio) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        Head.Dispose();
    }
}
