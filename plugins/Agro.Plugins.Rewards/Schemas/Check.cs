using System.Text.Json;

namespace Agro.Plugins.Rewards.Schemas;

/// <summary>One demand of a schema.</summary>
/// <param name="value">The value.</param>
/// <param name="at">Where it is, and how much may still be looked at.</param>
/// <returns>What is wrong; null when nothing is.</returns>
internal delegate string? Check(JsonElement value, CheckedPlace at);

/// <summary>Where a value is in its document.</summary>
/// <param name="Path">The way to it as a JSON pointer, such as <c>/items/0</c>; empty for the whole.</param>
/// <param name="Budget">How much may still be looked at.</param>
internal readonly record struct CheckedPlace(string Path, CheckBudget Budget)
{
    /// <summary>A part of the value.</summary>
    /// <param name="key">Its name or index.</param>
    public CheckedPlace Of(string key) => this with { Path = $"{Path}/{key}" };

    /// <summary>A fault here.</summary>
    /// <param name="what">What is wrong.</param>
    public string Fault(string what) => $"{(Path.Length == 0 ? "the whole" : Path)} {what}";
}

/// <summary>Bounds the work on one document, so that a schema that refers to itself, or one of many alternatives, ends.</summary>
internal sealed class CheckBudget
{
    private const int MostDepth = 200;
    private int _left = 1_000_000;
    private int _depth;

    /// <summary>Counts a schema that is applied to a value.</summary>
    /// <param name="check">Applies it.</param>
    /// <exception cref="NotSupportedException">It is too much.</exception>
    public string? Spend(Func<string?> check)
    {
        if (--_left < 0 || ++_depth > MostDepth) throw new NotSupportedException("json-schema: the schema takes too much work on this completion");
        var fault = check();
        _depth--;
        return fault;
    }
}
