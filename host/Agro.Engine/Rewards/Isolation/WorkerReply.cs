using System.Text.Json.Nodes;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>Why a process answers with a fault.</summary>
internal enum WorkerFault
{
    /// <summary>The reward threw.</summary>
    Thrown,

    /// <summary>Its constructor refused its options, or what they point to.</summary>
    Refused,

    /// <summary>It gave up because its token was cancelled at the time limit.</summary>
    Late,

    /// <summary>Memory ran out: the process is not to be trusted with another call.</summary>
    OutOfMemory,
}

/// <summary>A fault on its way from a process.</summary>
internal static class WorkerReply
{
    /// <summary>Writes a fault.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="text">What happened, for a person.</param>
    public static JsonObject Fault(WorkerFault kind, string text) => new() { ["fault"] = text, ["kind"] = (int)kind };
}
