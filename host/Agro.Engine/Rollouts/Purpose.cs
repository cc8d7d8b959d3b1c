namespace Agro.Engine.Rollouts;

/// <summary>What a random number is for: streams of the same seed that never meet.</summary>
internal enum Purpose : long
{
    /// <summary>The order of the training prompts.</summary>
    DataOrder = 1,

    /// <summary>Completions to train on.</summary>
    Rollouts = 2,

    /// <summary>Completions to evaluate.</summary>
    Evaluation = 3,

    /// <summary>Which stored and given completions are taken.</summary>
    Replay = 4,
}
