using System.Runtime.CompilerServices;

namespace Agro.Plugins.Rewards.Mathematics;

/// <summary>An answer that is no mathematics we read, or that would cost too much to settle.</summary>
/// <param name="message">Why, for a person.</param>
internal sealed class NotVerifiableException(string message) : Exception(message)
{
    /// <summary>Ends a recursion before the stack does.</summary>
    /// <exception cref="NotVerifiableException">There is little stack left.</exception>
    public static void ThrowIfDeep()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new NotVerifiableException("an answer nested too deep");
    }
}
