namespace Agro;

/// <summary>Who speaks in a conversation, as chat templates name it.</summary>
public enum Role
{
    /// <summary>Instructions that precede the conversation.</summary>
    System,

    /// <summary>The person, or the environment standing in for one.</summary>
    User,

    /// <summary>The policy.</summary>
    Assistant,

    /// <summary>The result of a tool call. The policy did not choose these tokens.</summary>
    Tool,
}

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">What is said.</param>
public sealed record Message(Role Role, string Content);
