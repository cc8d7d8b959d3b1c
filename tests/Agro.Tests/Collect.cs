using Agro.Engine.Plugins;

namespace Agro.Tests;

/// <summary>Forces collections, which the host never does.</summary>
internal static class Collect
{
    private const int Rounds = 12;

    /// <summary>Collects until no retired context is alive, 12 times at most.</summary>
    public static bool UntilNone(RetiredContexts retired)
    {
        for (var round = 0; round < Rounds && retired.Alive > 0; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return retired.Alive == 0;
    }
}
