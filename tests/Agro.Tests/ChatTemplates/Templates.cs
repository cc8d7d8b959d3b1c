using System.Text.Json;
using Agro.Models.ChatTemplates;

namespace Agro.Tests.ChatTemplates;

/// <summary>Renders templates in one line.</summary>
internal static class Templates
{
    /// <summary>The time that goldens were made at.</summary>
    public static DateTime Time { get; } = new(2025, 7, 10, 12, 0, 0);

    /// <summary>Renders a template with the members of a JSON object as variables.</summary>
    public static string Render(string template, string variables = "{}", TemplateLimits? limits = null)
    {
        using var document = JsonDocument.Parse(variables);
        return new JinjaTemplate(template, "t", limits).Render(
            document.RootElement.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, JsonVariables.Of(member.Value))), Time);
    }

    /// <summary>The fault of a template, with its place.</summary>
    public static string Fault(string template, string variables = "{}", TemplateLimits? limits = null) =>
        Assert.Throws<ChatTemplateException>(() => Render(template, variables, limits)).Message;
}
