using System.Globalization;

namespace Agro.Plugins.DataSources.Drawing;

/// <summary>Which part of the problems a data source gives.</summary>
internal enum Split
{
    /// <summary>Problems to learn from.</summary>
    Train,

    /// <summary>Held-out problems.</summary>
    Eval,
}

/// <summary>Which problems are whose.</summary>
internal static class Splits
{
    /// <summary>Whether a problem belongs to a split, by what it asks alone.</summary>
    /// <param name="split">The split.</param>
    /// <param name="identity">What the problem asks.</param>
    /// <param name="evalShare">The share of all problems that are held out.</param>
    public static bool Has(this Split split, string identity, double evalShare) =>
        (split == Split.Eval) == (CounterRandom.UnitOf(identity) < evalShare);

    /// <summary>The identity of a split's prompt, such as <c>train-7</c>.</summary>
    /// <param name="split">The split.</param>
    /// <param name="index">The prompt's index.</param>
    public static string IdOf(this Split split, long index) =>
        string.Create(CultureInfo.InvariantCulture, $"{(split == Split.Eval ? "eval" : "train")}-{index}");
}
