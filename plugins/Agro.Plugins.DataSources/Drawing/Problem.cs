using System.Collections.Immutable;

namespace Agro.Plugins.DataSources.Drawing;

/// <summary>A problem that was made up.</summary>
/// <param name="Identity">What it asks, the same for problems that are the same: decides the split.</param>
/// <param name="Answer">The right answer.</param>
/// <param name="Demonstration">The answer, worked out.</param>
/// <param name="Fields">What templates and rewards may use.</param>
internal sealed record Problem(string Identity, string Answer, string Demonstration, ImmutableDictionary<string, string> Fields);
