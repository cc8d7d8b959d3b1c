using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Agro.Models.Tokenizers.Patterns;

/// <summary>A class of characters, with classes in it and intersections, which .NET cannot write: those are worked out and written as ranges.</summary>
/// <param name="negated">Whether it holds what its operands do not.</param>
internal sealed class CharacterClass(bool negated)
{
    private static readonly string AllCharacters = string.Create(char.MaxValue + 1, 0, static (all, _) =>
    {
        for (var c = 0; c < all.Length; c++) all[c] = (char)c;
    });

    /// <summary>Operands of an intersection; mostly there is one.</summary>
    private readonly List<Operand> _operands = [new()];

    /// <summary>Parses a class whose opening bracket has been read.</summary>
    public static CharacterClass Parse(PatternReader reader)
    {
        var result = new CharacterClass(reader.TryRead('^'));
        if (reader.TryRead(']')) result.Add(Literal(']'));
        while (!reader.TryRead(']'))
        {
            if (reader.TryRead("&&")) result._operands.Add(new());
            else if (reader.TryRead("[:")) result.Add(UnicodeProperty.Posix(reader));
            else if (reader.TryRead('[')) result.Add(Parse(reader));
            else result.ParseItem(reader);
        }
        return result;
    }

    /// <summary>A class of one fragment of .NET's syntax.</summary>
    public static CharacterClass Of(string fragment, bool negated)
    {
        var result = new CharacterClass(negated);
        result.Add(fragment);
        return result;
    }

    /// <summary>A character as .NET takes it inside and outside a class.</summary>
    public static string Literal(char c) => char.IsAsciiLetterOrDigit(c) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $@"\u{(int)c:X4}");

    /// <summary>The class in .NET's syntax.</summary>
    public string Emit()
    {
        var fragments = new StringBuilder();
        if (TryFlatten(fragments)) return $"[{(negated ? "^" : "")}{fragments}]";
        var members = Members();
        for (var start = 0; start <= char.MaxValue; start++)
        {
            if (!members[start]) continue;
            var end = start;
            while (end < char.MaxValue && members[end + 1]) end++;
            fragments.Append(CultureInfo.InvariantCulture, $"{Literal((char)start)}-{Literal((char)end)}");
            start = end;
        }
        return fragments.Length == 0 ? "(?!)" : $"[{fragments}]";
    }

    private void Add(string fragment) => _operands[^1].Fragments.Append(fragment);

    private void Add(CharacterClass nested) => _operands[^1].Nested.Add(nested);

    private void ParseItem(PatternReader reader)
    {
        if (ParseCharacter(reader) is not { } first) return;
        if (reader.Peek() != '-' || reader.Peek(1) is ']' or '[')
        {
            Add(Literal(first));
            return;
        }
        reader.Read();
        if (ParseCharacter(reader) is not { } last) Add($"{Literal(first)}{Literal('-')}");
        else if (last < first) throw new FormatException($"the range '{first}-{last}' is empty");
        else Add($"{Literal(first)}-{Literal(last)}");
    }

    /// <summary>Reads a character, or adds what stands for several and returns null.</summary>
    private char? ParseCharacter(PatternReader reader)
    {
        var c = reader.Read();
        if (char.IsSurrogate(c)) throw new FormatException("it names a character beyond U+FFFF");
        if (c != '\\') return c;
        c = reader.Read();
        switch (c)
        {
            case 'd' or 'D' or 's' or 'S': Add($@"\{c}"); return null;
            case 'w': Add(OnigurumaPattern.Word); return null;
            case 'W': Add(Of(OnigurumaPattern.Word, negated: true)); return null;
            case 'h': Add("0-9a-fA-F"); return null;
            case 'H': Add(Of("0-9a-fA-F", negated: true)); return null;
            case 'p' or 'P': Add(UnicodeProperty.Parse(reader, negated: c == 'P')); return null;
            case 'x' or 'u': return reader.Hexadecimal(c);
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'f': return '\f';
            case 'v': return '\v';
            case 'a': return '\a';
            case 'b': return '\b';
            case 'e': return '\u001B';
            case '0': return '\0';
            default: return char.IsAsciiLetterOrDigit(c) ? throw new FormatException($@"\{c} in a class is not supported") : c;
        }
    }

    private bool TryFlatten(StringBuilder fragments)
    {
        if (_operands.Count > 1) return false;
        fragments.Append(_operands[0].Fragments);
        return _operands[0].Nested.TrueForAll(nested => !nested.IsNegated && nested.TryFlatten(fragments));
    }

    private bool IsNegated => negated;

    private BitArray Members()
    {
        BitArray? all = null;
        foreach (var operand in _operands)
        {
            var members = new BitArray(char.MaxValue + 1);
            if (operand.Fragments.Length > 0)
            {
                var matches = Regex.EnumerateMatches(AllCharacters, $"[{operand.Fragments}]", RegexOptions.CultureInvariant);
                foreach (var match in matches) members[match.Index] = true;
            }
            foreach (var nested in operand.Nested) members.Or(nested.Members());
            all = all is null ? members : all.And(members);
        }
        return negated ? all!.Not() : all!;
    }

    private sealed class Operand
    {
        public StringBuilder Fragments { get; } = new();

        public List<CharacterClass> Nested { get; } = [];
    }
}
