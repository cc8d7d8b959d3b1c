namespace Agro.Engine.Swaps;

/// <summary>The steps after an exchange in which a fault brings the last good version back.</summary>
/// <param name="LastGood">That version, undisposed and with the state that it had.</param>
/// <param name="Until">The last step of the probation.</param>
internal sealed record Probation(UnitVersion LastGood, long Until);
