namespace Agro;

/// <summary>
/// A source of prompts that is a pure function of the index: shuffling, epochs, resuming and sharding are the host's arithmetic.
/// Implementations must be safe to call from several threads.
/// </summary>
public interface IDataSource
{
    /// <summary>How many prompts there are; null when endless.</summary>
    long? Count { get; }

    /// <summary>Gets the prompt at an index. The same index always gives the same prompt.</summary>
    /// <param name="index">0 or more, and below <see cref="Count"/> when there is one.</param>
    /// <param name="cancellationToken">Cancelled when the run stops or the component is replaced.</param>
    /// <returns>The prompt.</returns>
    ValueTask<Prompt> GetAsync(long index, CancellationToken cancellationToken);
}
