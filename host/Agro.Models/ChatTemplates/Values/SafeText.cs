namespace Agro.Models.ChatTemplates.Values;

/// <summary>
/// Text that was marked as HTML by <c>safe</c> or <c>escape</c>. It prints as it is; other text that it is put together
/// with is escaped, as in Jinja, and whatever else would escape is refused.
/// </summary>
/// <param name="Text">The text.</param>
internal sealed record SafeText(string Text);
