using Agro;
using Xunit;

public class TemplateNameTests
{
    private readonly TemplateName _source = new(new TemplateNameOptions { Limit = 12 });

    [Fact]
    public async Task Every_prompt_is_there_once_and_has_its_answer()
    {
        var prompts = new List<Prompt>();
        for (var index = 0; index < _source.Count; index++) prompts.Add(await _source.GetAsync(index, CancellationToken.None));
        Assert.Equal(144, prompts.Select(prompt => prompt.Id).Distinct().Count());
        Assert.Equal("15", prompts.Single(prompt => prompt.Text == "3+12=").Answer);
    }

    [Fact]
    public async Task The_same_index_gives_the_same_prompt() =>
        Assert.Equal((await _source.GetAsync(7, CancellationToken.None)).Text, (await _source.GetAsync(7, CancellationToken.None)).Text);
}
