using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>The formats that texts may be asked for.</summary>
internal static partial class TextFormats
{
    private static readonly Dictionary<string, Func<string, bool>> All = new(StringComparer.Ordinal)
    {
        ["date"] = IsDate,
        ["date-time"] = IsDateTime,
        ["email"] = text => Email().IsMatch(text),
        ["ipv4"] = text => Quads().IsMatch(text) && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork,
        ["ipv6"] = text => text.Contains(':', StringComparison.Ordinal) && !text.AsSpan().ContainsAny('[', '%') && IPAddress.TryParse(text, out _),
        ["time"] = IsTime,
        ["uri"] = text => Scheme().IsMatch(text) && Uri.IsWellFormedUriString(text, UriKind.Absolute),
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _),
    };

    /// <summary>The formats, for messages.</summary>
    public static string Names => string.Join(", ", All.Keys);

    /// <summary>Tells whether a text has a format; null for an unknown one.</summary>
    /// <param name="name">The format.</param>
    public static Func<string, bool>? Find(string name) => All.GetValueOrDefault(name);

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsTime(string text) => IsDateTime("2000-01-01T" + text);

    // RFC 3339, leap seconds left out: the offset must be there.
    private static bool IsDateTime(string text) => DateTime().IsMatch(text) && IsDate(text[..10])
        && DateTimeOffset.TryParse(text.ToUpperInvariant(), CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,7})?(?:[Zz]|[-+][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex DateTime();

    [GeneratedRegex(@"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"\A(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Quads();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
