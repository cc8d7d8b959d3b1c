using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

internal sealed partial class Parser
{
    private int _bars;
    private bool _isBuilder;
    private int _open;

    private Expression ReadGroup()
    {
        var open = Take().Text;
        switch (open)
        {
            case "{":
                return ReadBraces();
            case "^" or "_":
                _at--;
                return ReadLeftIndex();
            case "(" or "[" or "]":
                return ReadBrackets(open);
            case "\\{":
                return ReadSet();
            case "⟨":
                return ReadClosed("⟨", "⟩");
            case "⌊":
                return new Apply("floor", ReadClosed("", "⌋"));
            case "⌈":
                return new Apply("ceil", ReadClosed("", "⌉"));
            case "|":
                return ReadBars();
            case "…":
                return new Name("…");
            default:
                _at--;
                throw Unexpected();
        }
    }

    private Expression ReadClosed(string open, string close)
    {
        var items = ReadItems();
        Expect(close);
        return open.Length == 0 ? Single(items) : new Collection(open, [.. items], close);
    }

    private Expression ReadBraces()
    {
        var bars = _bars;
        _bars = 0;
        var items = ReadItems();
        _bars = bars;
        if (Current.IsCommand("choose") || Current.IsCommand("over"))
        {
            var function = Take().Text == "over" ? "/" : "binom";
            var lower = ReadItems();
            Expect("}");
            return new Apply(function, Single(items), Single(lower));
        }
        // An answer that was cut off inside braces is still an answer.
        if (Current.Kind != TokenKind.End) Expect("}");
        if (items.Count == 0 && IsLeftIndex()) return ReadLeftIndex();
        return items.Count == 0 ? Accept("}") ? ReadAtom() : new Collection("", [], "") : Single(items);
    }

    private Expression ReadBrackets(string open)
    {
        var bars = _bars;
        _bars = 0;
        _open++;
        var items = ReadItems();
        while (Accept(";"))
            items.AddRange(ReadItems());
        _bars = bars;
        if (items.Count == 1 && Current.IsCommand("choose"))
        {
            _at++;
            items = [new Apply("binom", items[0], Single(ReadItems()))];
        }
        if (!Current.Is(")") && !Current.Is("]") && !ClosesOutward()) throw Unexpected();
        var close = Take().Text;
        _open--;
        if (items.Count == 0) throw new NotVerifiableException("empty brackets");
        if (items.Count == 1) return items[0];
        // ]a,b[ is how others write (a,b).
        return new Collection(open == "]" ? "(" : open, [.. items], close == "[" ? ")" : close);
    }

    // In [a,b[ the bracket that opens elsewhere closes: nothing that could be in it follows.
    private bool ClosesOutward() => _open > 0 && Current.Is("[") && (_tokens[_at + 1].Kind == TokenKind.End
        || _tokens[_at + 1] is { Kind: TokenKind.Symbol, Text: "∪" or "∩" or "\\" or "," or ";" or ")" or "}" or "\\}" });

    private Expression ReadSet()
    {
        var bars = _bars;
        // The bar or colon of a set-builder ends its first part.
        var outer = _isBuilder;
        (_bars, _isBuilder) = (1, true);
        var items = ReadItems();
        _isBuilder = outer;
        if (Current.Is("|") || Current.Is(":"))
        {
            _at++;
            _bars = 0;
            var condition = ReadItems();
            items = [new Apply("such that", Single(items), Single(condition))];
        }
        while (Accept(";")) items.AddRange(ReadItems());
        _bars = bars;
        Expect("\\}");
        return items is [Apply { Function: "such that" } builder] ? builder : new Collection("\\{", [.. items], "\\}");
    }

    private Expression ReadBars()
    {
        _bars++;
        var inner = ReadRelation();
        _bars--;
        Expect("|");
        return new Apply(inner is Matrix ? "det" : "abs", inner);
    }

    // Inside bars a bar closes, except beside one that has just closed: ||x||y||.
    private bool OpensBars()
    {
        if (_bars == 0) return true;
        if (!_tokens[_at - 1].Is("|") || _tokens[_at + 1].Kind is not (TokenKind.Name or TokenKind.Number)) return false;
        var left = 0;
        for (var i = _at + 1; i < _tokens.Count; i++)
            if (_tokens[i].Is("|")) left++;
        return left > _bars && (left - _bars) % 2 == 1;
    }
}
