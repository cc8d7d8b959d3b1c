namespace Agro.Engine.Swaps;

/// <summary>A component on probation did what it may not.</summary>
/// <param name="slot">Its slot.</param>
/// <param name="message">What it did.</param>
internal sealed class ProbationException(string slot, string message) : AgroException(message)
{
    /// <summary>The slot of the component.</summary>
    public string Slot => slot;
}
