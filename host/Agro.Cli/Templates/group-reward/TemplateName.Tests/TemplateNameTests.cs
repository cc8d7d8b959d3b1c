using Agro;
using Xunit;

public class TemplateNameTests
{
    [Fact]
    public async Task The_shortest_completion_earns_most_and_the_longest_nothing() =>
        Assert.Equal([2, 1, 0], await ScoreAsync(Completion(4), Completion(6), Completion(8)));

    [Fact]
    public async Task A_completion_that_was_cut_off_earns_nothing() =>
        Assert.Equal([0, 0], await ScoreAsync(Completion(4, FinishReason.Length), Completion(8)));

    private static async Task<IEnumerable<double>> ScoreAsync(params Completion[] group)
    {
        var reward = new TemplateName(new TemplateNameOptions { Most = 2 });
        var results = await reward.ScoreGroupAsync(new Prompt { Id = "1", Text = "2+2=" }, group, CancellationToken.None);
        return results.Select(result => result.Value!.Value);
    }

    private static Completion Completion(int tokens, FinishReason reason = FinishReason.Stop) =>
        new() { Text = "4", Tokens = [.. new int[tokens]], FinishReason = reason, PolicyVersion = 0 };
}
