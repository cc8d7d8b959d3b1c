using Agro.Engine.Plugins;

namespace Agro.Engine.Recipes.Binding;

/// <summary>Names kinds of components in messages.</summary>
internal static class ComponentKinds
{
    public static string NameOf(ComponentKind kind) =>
        kind == ComponentKind.DataSource ? "data source" : kind.ToString().ToLowerInvariant();

    public static string WithArticle(ComponentKind kind) => (kind == ComponentKind.Algorithm ? "an " : "a ") + NameOf(kind);

    public static string PluralOf(ComponentKind kind) => NameOf(kind) + "s";

    /// <summary>The keys beside <c>use</c> that are the host's own, and so cannot be options of such a component.</summary>
    public static IReadOnlyList<string> HostKeys(ComponentKind kind) =>
        [.. RecordShape.Of(ReferenceType(kind)).Properties.Select(p => p.Key), .. kind == ComponentKind.Hook ? new[] { "script" } : []];

    public static Type ReferenceType(ComponentKind kind) => kind switch
    {
        ComponentKind.Reward => typeof(RewardReference),
        ComponentKind.Hook => typeof(HookComponentReference),
        _ => typeof(ComponentReference),
    };
}
