using System.Globalization;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>Times in the notation of <c>strftime</c>, in English, without a time zone.</summary>
internal static class StrftimeText
{
    public static string Of(DateTime time, string format, Rendering rendering)
    {
        var output = new TextOutput(rendering);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                output.Append(format[i]);
                continue;
            }

            var flag = i + 1 < format.Length && format[i + 1] is '-' or '_' or '0' or '^' ? format[++i] : '\0';
            if (++i >= format.Length) throw new TemplateFault("strftime_now(): the format ends after '%'");
            output.Append(Flagged(Part(time, format[i], rendering), flag));
        }

        return output.ToString();
    }

    private static string Part(DateTime time, char kind, Rendering rendering) => kind switch
    {
        'a' or 'A' => Name(time, kind == 'a' ? "ddd" : "dddd"),
        'b' or 'h' or 'B' => Name(time, kind == 'B' ? "MMMM" : "MMM"),
        'd' => Two(time.Day),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'm' => Two(time.Month),
        'y' => Two(time.Year % 100),
        'Y' => time.Year.ToString(CultureInfo.InvariantCulture),
        'C' => Two(time.Year / 100),
        'H' => Two(time.Hour),
        'I' => Two((time.Hour + 11) % 12 + 1),
        'M' => Two(time.Minute),
        'S' => Two(time.Second),
        'f' => (time.Ticks / 10 % 1_000_000).ToString("000000", CultureInfo.InvariantCulture),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'u' => (((int)time.DayOfWeek + 6) % 7 + 1).ToString(CultureInfo.InvariantCulture),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'U' => Two((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7),
        'W' => Two((time.DayOfYear + 6 - ((int)time.DayOfWeek + 6) % 7) / 7),
        'V' => Two(ISOWeek.GetWeekOfYear(time)),
        'G' => ISOWeek.GetYear(time).ToString(CultureInfo.InvariantCulture),
        'D' or 'x' => Of(time, "%m/%d/%y", rendering),
        'T' or 'X' => Of(time, "%H:%M:%S", rendering),
        'c' => Of(time, "%a %b %e %H:%M:%S %Y", rendering),
        'F' => Of(time, "%Y-%m-%d", rendering),
        'R' => Of(time, "%H:%M", rendering),
        'r' => Of(time, "%I:%M:%S %p", rendering),
        'z' or 'Z' => "",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => throw new TemplateFault($"strftime_now(): '%{kind}' is not supported"),
    };

    private static string Flagged(string part, char flag) => flag switch
    {
        '-' => part.Length > 1 ? part.TrimStart('0', ' ') is { Length: > 0 } bare ? bare : "0" : part,
        '_' => part[..^1].TrimStart('0').PadLeft(part.Length - 1) + part[^1..],
        '0' => part.Replace(' ', '0'),
        '^' => part.ToUpperInvariant(),
        _ => part,
    };

    private static string Name(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);
}
