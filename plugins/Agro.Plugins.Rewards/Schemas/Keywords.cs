namespace Agro.Plugins.Rewards.Schemas;

/// <summary>The keywords that schemas may have.</summary>
internal static class Keywords
{
    private static readonly string[] WithoutEffect =
        ["$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"];

    private static readonly Dictionary<string, Func<SchemaPart, Check?>> All = new(
        [
            .. WithoutEffect.Select(keyword => KeyValuePair.Create<string, Func<SchemaPart, Check?>>(keyword, _ => null)),
            .. ValueKeywords.All, .. ObjectKeywords.All, .. ListKeywords.All, .. LogicKeywords.All,
        ],
        StringComparer.Ordinal);

    /// <summary>The keywords, for messages.</summary>
    public static string Names => string.Join(", ", All.Keys.Order(StringComparer.Ordinal));

    /// <summary>What makes the check of a keyword; null for an unknown one.</summary>
    /// <param name="keyword">The keyword.</param>
    public static Func<SchemaPart, Check?>? Find(string keyword) => All.GetValueOrDefault(keyword);
}
