using Agro.Plugins.Rewards.Mathematics.Arithmetic;

namespace Agro.Plugins.Rewards.Mathematics.Parsing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>Nothing more.</summary>
    End,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A variable, or a Greek letter.</summary>
    Name,

    /// <summary>A LaTeX command or a function.</summary>
    Command,

    /// <summary>A sign.</summary>
    Symbol,

    /// <summary>Words.</summary>
    Words,
}

/// <summary>A piece of an answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, sign, digits or words; for spellings of the same the same text.</param>
internal readonly record struct Token(TokenKind Kind, string Text)
{
    /// <summary>The value of a number.</summary>
    public Rational Value { get; init; }

    /// <summary>Whether a number has a decimal point or an exponent.</summary>
    public bool IsDecimal { get; init; }

    /// <summary>How many digits of a number are behind its point.</summary>
    public int Places { get; init; }

    /// <summary>Whether white space is before it.</summary>
    public bool IsSpaced { get; init; }

    /// <summary>Whether it is this sign.</summary>
    /// <param name="text">The sign.</param>
    public bool Is(string text) => Kind == TokenKind.Symbol && Text == text;

    /// <summary>Whether it is this command.</summary>
    /// <param name="text">The command, without its backslash.</param>
    public bool IsCommand(string text) => Kind == TokenKind.Command && Text == text;
}
