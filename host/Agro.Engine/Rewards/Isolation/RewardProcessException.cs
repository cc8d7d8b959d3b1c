namespace Agro.Engine.Rewards.Isolation;

/// <summary>How a call ended a process.</summary>
internal enum ProcessEnd
{
    /// <summary>Not at all: it can take another one.</summary>
    None,

    /// <summary>It did not answer in time and was ended.</summary>
    Late,

    /// <summary>It took too much memory.</summary>
    OutOfMemory,

    /// <summary>It ended by itself.</summary>
    Died,
}

/// <summary>A call that got no answer, or a fault: text for a person, without the type of what was thrown there.</summary>
/// <param name="end">What became of the process.</param>
/// <param name="message">What happened.</param>
internal sealed class RewardProcessException(ProcessEnd end, string message) : AgroException(message)
{
    /// <summary>What became of the process.</summary>
    public ProcessEnd End => end;

    /// <summary>Whether the time limit ended the call.</summary>
    public bool IsLate { get; init; }
}
