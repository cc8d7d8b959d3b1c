namespace Agro.Plugins.DataSources.Rows;

/// <summary>The rows of a data set, read in any order from any thread.</summary>
internal interface IRowFile : IDisposable
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>What the format calls one, for messages: a line or a row.</summary>
    string Noun { get; }

    /// <summary>What a file that is empty lacks, for messages.</summary>
    string Wanted { get; }

    /// <summary>The number of a row, counted from 1, as its place tells it.</summary>
    /// <param name="index">The row, from 0.</param>
    long NumberOf(int index);

    /// <summary>Reads a row.</summary>
    /// <param name="index">The row, from 0.</param>
    /// <exception cref="InputException">It is no row of named columns.</exception>
    DataRow Read(int index);
}
