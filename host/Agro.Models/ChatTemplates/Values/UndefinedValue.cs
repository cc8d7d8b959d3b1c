namespace Agro.Models.ChatTemplates.Values;

/// <summary>
/// What a template looked for in vain. As in Jinja it prints as nothing, is false and empty; to compute with it, to call it or to look
/// inside it is a fault that tells what was looked for.
/// </summary>
/// <param name="reason">What was looked for in vain.</param>
internal sealed class UndefinedValue(string reason)
{
    public TemplateFault Fault() => new(reason);

    public static UndefinedValue Attribute(object? owner, string name) => new($"'{Describe(owner)}' has no attribute '{name}'");

    public static UndefinedValue Element(object? owner, string key) => new($"{Describe(owner)} has no element {key}");

    public static UndefinedValue Unsafe(object? owner, string name) =>
        new($"'{name}' of a '{TypeName.Of(owner)}' is not open to templates, which cannot change what they are given");

    private static string Describe(object? value) => value is null ? "None" : $"{TypeName.Of(value)} object";
}
