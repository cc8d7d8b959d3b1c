using System.Collections.Frozen;

namespace Agro.Models.Tokenizers.Patterns;

/// <summary><c>\p{…}</c> and <c>[:…:]</c>: general categories, the few properties and the one script that tokenizers name.</summary>
internal static class UnicodeProperty
{
    // Script=Han of the basic plane; stand-ins cover the rest.
    private const string Han =
        @"\u2E80-\u2E99\u2E9B-\u2EF3\u2F00-\u2FD5\u3005\u3007\u3021-\u3029\u3038-\u303B\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFA6D\uFA70-\uFAD9";

    private const string Categories = "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn";

    private static readonly FrozenDictionary<string, string> Fragments = Categories.Split(' ')
        .Select(category => (Name: category, Fragment: $@"\p{{{category}}}"))
        .Concat(new (string Name, string Fragment)[]
        {
            ("Letter", @"\p{L}"), ("Mark", @"\p{M}"), ("Number", @"\p{N}"), ("Punctuation", @"\p{P}"), ("Symbol", @"\p{S}"),
            ("Separator", @"\p{Z}"), ("Other", @"\p{C}"), ("Han", Han), ("Script=Han", Han),
            ("Digit", @"\p{Nd}"), ("Space", @"\s"), ("XDigit", "0-9a-fA-F"), ("ASCII", @"\u0000-\u007F"),
        })
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Fragment, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what follows <c>\p</c> or <c>\P</c>.</summary>
    public static CharacterClass Parse(PatternReader reader, bool negated)
    {
        var name = reader.TryRead('{') ? reader.ReadTo('}') : reader.Read().ToString();
        if (name.StartsWith('^')) (name, negated) = (name[1..], !negated);
        return Named(name, negated, $@"\p{{{name}}}");
    }

    /// <summary>Reads what follows <c>[:</c>.</summary>
    public static CharacterClass Posix(PatternReader reader)
    {
        var negated = reader.TryRead('^');
        var name = reader.ReadTo(':');
        if (!reader.TryRead(']')) throw new FormatException($"'[:{name}:' is not closed");
        return Named(name, negated, $"[:{name}:]");
    }

    private static CharacterClass Named(string name, bool negated, string asWritten) => Fragments.TryGetValue(name, out var fragment)
        ? CharacterClass.Of(fragment, negated)
        : throw new FormatException($"{asWritten} is not supported; supported are {string.Join(", ", Fragments.Keys.Order(StringComparer.Ordinal))}");
}
