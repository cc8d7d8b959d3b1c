using Agro.Models.Tokenizers.Files;

namespace Agro.Models.Tokenizers.PreTokenization;

/// <summary>Where Metaspace puts a space before the text.</summary>
internal enum MetaspaceScheme
{
    Always,
    Never,
    First,
}

/// <summary>Reads the scheme, also as older files write it.</summary>
internal static class MetaspaceOptions
{
    public static MetaspaceScheme Scheme(JsonPart part)
    {
        if (part.Optional("prepend_scheme") is not { } scheme) return part.Flag("add_prefix_space", true) ? MetaspaceScheme.Always : MetaspaceScheme.Never;
        return scheme.Text() switch
        {
            "always" => MetaspaceScheme.Always,
            "never" => MetaspaceScheme.Never,
            "first" => MetaspaceScheme.First,
            var other => throw scheme.Fault($"is '{other}'; it can be always, never or first"),
        };
    }
}
