namespace Agro.Engine.Swaps;

/// <summary>A set of files that has become another one.</summary>
/// <param name="Hash">The hash of its content; empty when the files cannot be read.</param>
/// <param name="Problem">Why it is no whole set, although its files have been left alone for a while; null when it is whole.</param>
internal sealed record FileSetChange(string Hash, string? Problem);
