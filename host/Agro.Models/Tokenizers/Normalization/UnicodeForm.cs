using System.Text;

namespace Agro.Models.Tokenizers.Normalization;

/// <summary>Unicode normalization (Unicode Standard Annex 15).</summary>
internal sealed class UnicodeForm : INormalizer
{
    private const char Refused = '\uFFFE';
    private readonly NormalizationForm _form;

    public UnicodeForm(NormalizationForm form)
    {
        RequireData(static text => text.Normalize(NormalizationForm.FormC));
        _form = form;
    }

    public string Normalize(string text)
    {
        if (Ascii.IsValid(text)) return text;
        // .NET refuses U+FFFE, which composes with nothing: what lies between is normalized by itself.
        return text.Contains(Refused) ? string.Join(Refused, text.Split(Refused).Select(part => part.Normalize(_form))) : text.Normalize(_form);
    }

    /// <summary>Without Unicode's data .NET leaves text as it is and says nothing; every token of accented text would then be wrong.</summary>
    /// <exception cref="AgroException">Composition does not work.</exception>
    internal static void RequireData(Func<string, string> compose)
    {
        var works = false;
        try
        {
            works = compose("e\u0301") == "\u00E9";
        }
        catch (PlatformNotSupportedException)
        {
        }
        if (works) return;
        throw new AgroException(
            "this tokenizer needs Unicode normalization, and .NET runs without its data here: "
            + "install ICU (libicu), and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
    }
}
