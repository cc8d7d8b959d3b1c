namespace Agro.Plugins.Rewards.Mathematics;

/// <summary>An answer that is no mathematics we read, or that would cost too much to settle.</summary>
/// <param name="message">Why, for a person.</param>
internal sealed class NotVerifiableException(string message) : Exception(message);
