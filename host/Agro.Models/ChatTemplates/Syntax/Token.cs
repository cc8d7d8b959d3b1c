namespace Agro.Models.ChatTemplates.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Data,

    /// <summary><c>{{</c></summary>
    PrintBegin,

    /// <summary><c>}}</c></summary>
    PrintEnd,

    /// <summary><c>{%</c></summary>
    BlockBegin,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary>A name or a word of the language.</summary>
    Name,

    /// <summary>A text in quotes; its value is what it means.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">How it is written; of <see cref="TokenKind.Data"/>, what it prints.</param>
/// <param name="Offset">Where it is.</param>
/// <param name="Value">What it means, of texts and numbers.</param>
internal sealed record Token(TokenKind Kind, string Text, int Offset, object? Value = null)
{
    /// <summary>What it is, for faults.</summary>
    public string Description => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.BlockEnd => "the end of the tag",
        TokenKind.PrintEnd => "'}}'",
        _ => $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'",
    };
}
