namespace Agro.Models.Generation;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). A draw is a
/// function of what it is for, not of what was drawn before it.
/// </summary>
internal static class Philox
{
    /// <summary>A uniform number in [0, 1) with 53 bits for one token of one completion of a request.</summary>
    public static double Uniform(long seed, int completion, int token)
    {
        var (high, low, _, _) = Block((uint)seed, (uint)(seed >> 32), (uint)token, (uint)completion, 0, 0);
        return ((((ulong)high << 32) | low) >> 11) * (1.0 / (1L << 53));
    }

    /// <summary>Four random words of a key and a counter.</summary>
    public static (uint, uint, uint, uint) Block(uint key0, uint key1, uint c0, uint c1, uint c2, uint c3)
    {
        for (var round = 0; round < 10; round++)
        {
            var (first, second) = (0xD2511F53UL * c0, 0xCD9E8D57UL * c2);
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ key0, (uint)second, (uint)(first >> 32) ^ c3 ^ key1, (uint)first);
            unchecked
            {
                key0 += 0x9E3779B9;
                key1 += 0xBB67AE85;
            }
        }
        return (c0, c1, c2, c3);
    }
}
