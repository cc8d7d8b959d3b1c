namespace Agro.Plugins.DataSources.Drawing;

/// <summary>Which part of the problems a data source gives.</summary>
internal enum Split
{
    /// <summary>Problems to learn from.</summary>
    Train,

    /// <summary>Held-out problems.</summary>
    Eval,
}
