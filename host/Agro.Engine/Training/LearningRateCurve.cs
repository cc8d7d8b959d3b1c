using Agro.Engine.Recipes;

namespace Agro.Engine.Training;

/// <summary>
/// The learning rate as a function of the step alone, so that resuming needs no state: a linear warm-up, then the shape down to the
/// floor at the last step.
/// </summary>
/// <param name="Peak">The rate after the warm-up.</param>
/// <param name="Shape">How it moves then.</param>
/// <param name="WarmupSteps">Steps of the warm-up.</param>
/// <param name="TotalSteps">Steps of the run.</param>
/// <param name="FloorRatio">The last rate divided by the peak, in [0, 1].</param>
internal sealed record LearningRateCurve(
    double Peak, LearningRateSchedule Shape, long WarmupSteps, long TotalSteps, double FloorRatio)
{
    /// <summary>The rate of a step.</summary>
    /// <param name="step">The step, counted from 1.</param>
    public double At(long step)
    {
        if (step <= WarmupSteps) return Peak * step / WarmupSteps;
        var span = Math.Max(1, TotalSteps - WarmupSteps - 1);
        var progress = Math.Clamp((double)(step - WarmupSteps - 1) / span, 0, 1);
        var height = Shape switch
        {
            LearningRateSchedule.Cosine => (1 + Math.Cos(Math.PI * progress)) / 2,
            LearningRateSchedule.Linear => 1 - progress,
            _ => 1,
        };
        return Peak * (FloorRatio + ((1 - FloorRatio) * height));
    }
}
