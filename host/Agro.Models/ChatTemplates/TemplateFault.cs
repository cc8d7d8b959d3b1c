namespace Agro.Models.ChatTemplates;

/// <summary>What is wrong with a template, or with what it was given; whoever knows the place adds it.</summary>
/// <param name="reason">What is wrong.</param>
/// <param name="offset">Where in the template's text; null while that is not known.</param>
internal sealed class TemplateFault(string reason, int? offset = null) : Exception(reason)
{
    public int? Offset { get; set; } = offset;
}
