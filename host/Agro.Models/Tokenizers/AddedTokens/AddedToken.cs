using Agro.Models.Tokenizers.Files;

namespace Agro.Models.Tokenizers.AddedTokens;

/// <summary>A token that is found in text as it stands, before anything else looks at the text.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Content">The text that it stands for.</param>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Left out when text is decoded for people.</summary>
    public bool Special { get; init; }

    /// <summary>Found in normalized text, itself normalized; else in the text as it came.</summary>
    public bool Normalized { get; init; }

    /// <summary>Takes the white space before it along.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Takes the white space after it along.</summary>
    public bool RightStrip { get; init; }

    /// <summary>Found only where no word character touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Reads a token; <paramref name="id"/> is given where the id is the property's name.</summary>
    public static AddedToken Read(JsonPart part, int? id = null)
    {
        var special = part.Flag("special", false);
        return new AddedToken(id ?? part.Required("id").Integer(), part.Required("content").Text())
        {
            Special = special,
            Normalized = part.Flag("normalized", !special),
            LeftStrip = part.Flag("lstrip", false),
            RightStrip = part.Flag("rstrip", false),
            SingleWord = part.Flag("single_word", false),
        };
    }
}
