using System.Runtime.InteropServices;
using Agro.Engine.Recipes;

namespace Agro.Engine.Runs;

/// <summary>Says what ended a run, and how to go on.</summary>
internal static class RunFailure
{
    /// <summary>Makes the exception that a person is to see. Its exit code is 1 whatever was thrown: the run has written something.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="advice">How to go on.</param>
    /// <returns>The exception; null for an interruption and for faults of our own, which are shown in full.</returns>
    public static AgroException? Explain(Exception exception, Recipe recipe, string advice) => exception switch
    {
        PluginException fault => new PluginException(fault.Plugin, fault.Component, fault.Phase, $"{fault.Detail}\n{advice}"),
        AgroException => new AgroException($"{exception.Message}\n{advice}"),
        IOException or UnauthorizedAccessException => new AgroException($"{Text(exception)}\n{advice}"),
        _ when IsOutOfMemory(exception) => new AgroException(
            $"not enough memory: lower rollouts.max_batch ({recipe.Rollouts.MaxBatch}), training.micro_batch_tokens "
            + $"({recipe.Training.MicroBatchTokens}) or rollouts.prompts_per_step ({recipe.Rollouts.PromptsPerStep})\n{advice}"),
        _ => null,
    };

    /// <summary>Says what is saved and how to go on from there.</summary>
    /// <param name="checkpoint">The last checkpoint; null when there is none.</param>
    /// <param name="step">Its step.</param>
    /// <param name="directory">The run folder.</param>
    public static string Advice(string? checkpoint, long step, string directory)
    {
        var saved = checkpoint is null ? "Nothing is saved yet" : $"Step {step} is saved in {checkpoint}";
        return $"{saved}. To go on once this is mended: the same command with --resume --output {(directory.Contains(' ', StringComparison.Ordinal) ? $"'{directory}'" : directory)}";
    }

    /// <summary>Says that a file of the run failed.</summary>
    /// <param name="exception">What the system said.</param>
    public static string Text(Exception exception) => $"a file of the run cannot be used: {exception.Message}";

    /// <summary>libtorch has no type of its own for it.</summary>
    private static bool IsOutOfMemory(Exception exception) => exception is OutOfMemoryException || (exception is ExternalException
        && (exception.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || exception.Message.Contains("can't allocate memory", StringComparison.Ordinal)));
}
