using Agro.Engine.Plugins;

namespace Agro.Cli.Components;

/// <summary>Names of the kinds of components.</summary>
internal static class KindNames
{
    /// <summary>The name on the command line and in JSON.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(ComponentKind kind) => kind == ComponentKind.DataSource ? "data-source" : kind.ToString().ToLowerInvariant();

    /// <summary>The heading over a list of them.</summary>
    /// <param name="kind">The kind.</param>
    public static string Heading(ComponentKind kind) => kind == ComponentKind.DataSource ? "Data sources" : $"{kind}s";
}
