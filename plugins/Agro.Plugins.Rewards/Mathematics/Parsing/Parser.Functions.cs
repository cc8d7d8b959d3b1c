using System.Collections.Frozen;
using Agro.Plugins.Rewards.Mathematics.Expressions;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

internal sealed partial class Parser
{
    private static readonly FrozenSet<string> Known = Vocabulary.Functions.Values.ToFrozenSet();

    private static readonly FrozenDictionary<string, string> Inverses = new Dictionary<string, string>
    {
        ["sin"] = "arcsin",
        ["cos"] = "arccos",
        ["tan"] = "arctan",
        ["sinh"] = "arsinh",
        ["cosh"] = "arcosh",
        ["tanh"] = "artanh",
    }.ToFrozenDictionary();

    private Expression ReadCommand()
    {
        var name = Take().Text;
        switch (name)
        {
            case "frac":
                return ReadFraction();
            case "sqrt":
                return ReadRoot();
            case "cbrt":
                return new Apply("^", ReadArgument(), new Apply("/", new Number(1), new Number(3)));
            case "binom":
                return new Apply("binom", ReadFractionPart(), ReadFractionPart());
            case "sum" or "prod":
                return ReadSeries(name);
            case "int":
                return ReadIntegral();
            case "lim":
                return ReadLimit();
            case "overline" or "hat" or "tilde" or "dot" or "widehat" or "overset" or "underbrace":
                return new Apply(name, ReadArgument());
        }
        if (name.StartsWith("begin:", StringComparison.Ordinal)) return ReadEnvironment(name[6..]);
        if (Known.Contains(name)) return ReadFunction(name);
        _at--;
        throw new NotVerifiableException($"a command that is not known, \\{name}");
    }

    private Expression ReadFraction()
    {
        var start = _at;
        if (ReadDerivative() is { } derivative) return derivative;
        _at = start;
        var top = ReadFractionPart();
        // "frac(1, 2)" or "\frac{1}2".
        if (top is Collection { Open: "(", Items: [var first, var second] }) return new Apply("/", first, second);
        return new Apply("/", top, ReadFractionPart());
    }

    private Expression ReadRoot()
    {
        Expression? degree = null;
        if (Accept("["))
        {
            degree = ReadSum();
            Expect("]");
        }
        var radicand = Current.Kind == TokenKind.Words ? throw Unexpected() : ReadArgument();
        return new Apply("^", radicand, new Apply("/", new Number(1), degree ?? new Number(2)));
    }

    private Expression ReadFunction(string name)
    {
        Expression? exponent = null;
        Expression? radix = null;
        while (Current.Is("^") || Current.Is("_"))
        {
            var sign = Take().Text;
            if (sign == "_") radix = ReadArgument();
            else exponent = ReadSigned(static parser => parser.ReadArgument());
        }
        if (exponent is Apply { Function: "-", Arguments: [Number { Value.IsOne: true }] } && Inverses.TryGetValue(name, out var inverse))
            (name, exponent) = (inverse, null);
        var arguments = ReadFunctionArguments();
        if (arguments.Length != 1 && (arguments.Length == 0 || name is not ("gcd" or "lcm" or "min" or "max")))
            throw new NotVerifiableException($"{arguments.Length} arguments of {name}");
        Expression value = name switch
        {
            "log" or "lg" when radix is not null => new Apply("log", arguments[0], radix),
            "log" or "lg" => new Apply("log", arguments[0], new Number(10)),
            "exp" => new Apply("^", new Name("e"), arguments[0]),
            _ when radix is not null => new Apply($"{name}_", [radix, .. arguments]),
            _ => new Apply(name, arguments),
        };
        return exponent is null ? value : new Apply("^", value, exponent);
    }

    private Expression[] ReadFunctionArguments()
    {
        if (Current.Is("(") || Current.Is("{") || Current.Is("[") || Current.Is("\\{"))
        {
            var group = ReadAtom();
            return group is Collection list ? list.Items : [group];
        }
        Enter();
        var argument = ReadSigned(static parser => parser.ReadPower());
        // \sin 2x is the sine of 2x; \sin x \cos y and \sin x (y+1) are products.
        while (Current.Kind is TokenKind.Name or TokenKind.Number || Current.IsCommand("frac") || Current.IsCommand("sqrt"))
        {
            if (IsDifferential()) break;
            argument = new Apply("*", argument, ReadPower());
        }
        Leave();
        return [argument];
    }

    private Expression ReadEnvironment(string kind)
    {
        var rows = new List<Expression[]>();
        var cells = new List<Expression>();
        while (!Current.IsCommand("end:" + kind))
        {
            if (Current.Kind == TokenKind.End) throw Unexpected();
            if (Accept("&")) continue;
            if (Accept("\\\\"))
            {
                if (cells.Count > 0) rows.Add([.. cells]);
                cells.Clear();
                continue;
            }
            cells.Add(ReadRelation());
            if (Current.Is(",")) _at++;
        }
        _at++;
        if (cells.Count > 0) rows.Add([.. cells]);
        if (!kind.EndsWith("matrix", StringComparison.Ordinal) && kind != "array") return Single([.. rows.SelectMany(row => row)]);
        if (rows.Count == 0 || rows.Exists(row => row.Length != rows[0].Length)) throw new NotVerifiableException("a matrix with rows of different lengths");
        var matrix = new Matrix([.. rows]);
        return kind == "vmatrix" ? new Apply("det", matrix) : matrix;
    }
}
