namespace Agro.Tests.DataSources;

/// <summary>Asks data sources for prompts.</summary>
internal static class Prompts
{
    public static Prompt At(this IDataSource source, long index) =>
        source.GetAsync(index, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();

    public static List<Prompt> Take(this IDataSource source, int count) => [.. Enumerable.Range(0, count).Select(i => source.At(i))];
}
