using System.Text;

namespace Agro.Tests.Tokenizers;

/// <summary>Texts of many scripts, white space, code, and characters beyond U+FFFF; the same for the same seed.</summary>
internal static class RandomText
{
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x20, 0x7E), (0x20, 0x7E), (0x09, 0x0D), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x600, 0x6FF), (0x900, 0xDFF), (0x1E00, 0x1FFF),
        (0x2000, 0x206F), (0x2070, 0x2BFF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xFFFF), (0x10000, 0x1FFFF), (0x20000, 0x2FA1F), (0x10FF00, 0x10FFFF),
    ];

    private static readonly string[] Fragments = [" the", "Hello", "don't", "WE'LL", "  ", "\n\n", "\r\n", "123", "4567", "();", "//", "é", "e\u0301", "世界", "👩‍👩‍👧", "x\n\ny", "    return", "'s", "▁", "<0x0A>"];

    public static IEnumerable<string> Many(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++) yield return One(random);
    }

    private static string One(Random random)
    {
        var text = new StringBuilder();
        for (var part = random.Next(24); part >= 0; part--)
        {
            if (random.Next(2) == 0) text.Append(Fragments[random.Next(Fragments.Length)]);
            else if (random.Next(20) == 0) text.Append((char)random.Next('a', 'e'), random.Next(200));
            else
            {
                var (first, last) = Ranges[random.Next(Ranges.Length)];
                for (var n = random.Next(1, 6); n > 0; n--) text.Append(new Rune(random.Next(first, last + 1)));
            }
        }
        return text.ToString();
    }
}
