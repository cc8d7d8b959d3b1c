using System.Collections.Immutable;

namespace Agro.Engine.Plugins;

/// <summary>What holds for every version of a plugin of a run.</summary>
/// <param name="IsBuiltIn">Whether it comes with the host.</param>
/// <param name="Pins">What pins it to one version; empty when it may have any.</param>
internal sealed record PluginStanding(bool IsBuiltIn, ImmutableArray<PluginSource> Pins);
