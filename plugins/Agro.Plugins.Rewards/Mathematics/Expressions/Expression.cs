using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Expressions;

/// <summary>An answer as it was written: a tree.</summary>
internal abstract class Expression;

/// <summary>A number.</summary>
/// <param name="value">Its value.</param>
/// <param name="isDecimal">Whether it was written with a decimal point, so that it may be rounded.</param>
internal sealed class Number(Rational value, bool isDecimal = false) : Expression
{
    /// <summary>Its value.</summary>
    public Rational Value { get; } = value;

    /// <summary>Whether it was written with a decimal point.</summary>
    public bool IsDecimal { get; } = isDecimal;
}

/// <summary>A number in another base: <c>1011_2</c>.</summary>
/// <param name="digits">The digits.</param>
/// <param name="radix">The base, as it was written.</param>
internal sealed class BasedNumber(string digits, string radix) : Expression
{
    /// <summary>The digits.</summary>
    public string Digits { get; } = digits;

    /// <summary>The base.</summary>
    public string Radix { get; } = radix;
}

/// <summary>A variable or constant: <c>x</c>, <c>x_{1}</c>, <c>pi</c>.</summary>
/// <param name="text">Its name.</param>
internal sealed class Name(string text) : Expression
{
    /// <summary>Its name.</summary>
    public string Text { get; } = text;
}

/// <summary>An operation or function: <c>+</c>, <c>^</c>, <c>sin</c>.</summary>
/// <param name="function">Which.</param>
/// <param name="arguments">Of what.</param>
internal sealed class Apply(string function, params Expression[] arguments) : Expression
{
    /// <summary>Which.</summary>
    public string Function { get; } = function;

    /// <summary>Of what.</summary>
    public Expression[] Arguments { get; } = arguments;
}

/// <summary>Several expressions with commas between them.</summary>
/// <param name="open">What is before them: a bracket, <c>\{</c>, or nothing for a bare list.</param>
/// <param name="items">The expressions.</param>
/// <param name="close">What is behind them.</param>
internal sealed class Collection(string open, Expression[] items, string close) : Expression
{
    /// <summary>What is before them.</summary>
    public string Open { get; } = open;

    /// <summary>The expressions.</summary>
    public Expression[] Items { get; } = items;

    /// <summary>What is behind them.</summary>
    public string Close { get; } = close;

    /// <summary>Whether their order does not count: a bare list, or a set.</summary>
    public bool IsUnordered => Open is "" or "\\{";
}

/// <summary>A chain of relations: <c>a &lt; b = c</c>.</summary>
/// <param name="operands">One more than the signs.</param>
/// <param name="signs"><c>=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>in</c> and so on.</param>
internal sealed class Relation(Expression[] operands, string[] signs) : Expression
{
    /// <summary>What is related.</summary>
    public Expression[] Operands { get; } = operands;

    /// <summary>How.</summary>
    public string[] Signs { get; } = signs;
}

/// <summary>A matrix or column.</summary>
/// <param name="rows">Its rows, all of one length.</param>
internal sealed class Matrix(Expression[][] rows) : Expression
{
    /// <summary>Its rows.</summary>
    public Expression[][] Rows { get; } = rows;
}

/// <summary>An answer in words: <c>\text{even}</c>.</summary>
/// <param name="text">The words.</param>
internal sealed class Words(string text) : Expression
{
    /// <summary>The words.</summary>
    public string Text { get; } = text;
}
