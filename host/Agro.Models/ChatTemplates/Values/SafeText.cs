namespace Agro.Models.ChatTemplates.Values;

/// <summary>
/// Text that was marked as HTML by <c>safe</c> or <c>escape</c>. It prints as it is; to put it together with other text would escape
/// that, as in Jinja, and is refused.
/// </summary>
/// <param name="Text">The text.</param>
internal sealed record SafeText(string Text);
