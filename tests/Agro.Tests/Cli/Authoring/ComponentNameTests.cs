using Agro.Cli.Authoring;

namespace Agro.Tests.Cli.Authoring;

public class ComponentNameTests
{
    private static readonly ProjectKind Reward = ProjectKind.All[0], Recipe = ProjectKind.All[^1];

    [Theory]
    [InlineData("MyReward", "my-reward")]
    [InlineData("Polite", "polite")]
    [InlineData("MyHTTPReward", "my-http-reward")]
    [InlineData("PassAt1", "pass-at1")]
    [InlineData("Math_Equivalence__V2", "math-equivalence-v2")]
    [InlineData("Odd_", "odd")]
    [InlineData("GRPO", "grpo")]
    public void Recipes_write_the_class_in_words_joined_by_hyphens(string name, string use)
    {
        Assert.Equal(new ComponentName(name, use), ComponentName.OfClass(Reward, name));
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", use);
    }

    [Theory]
    [InlineData("my-reward", "MyReward")]
    [InlineData("my reward", "MyReward")]
    [InlineData("polite", "Polite")]
    [InlineData("class", "Class")]
    [InlineData("2fast", "Fast")]
    [InlineData("../MyReward", "MyReward")]
    [InlineData("a/b", "AB")]
    [InlineData("Straße", "StraE")]
    [InlineData("報酬", "MyReward")]
    [InlineData("", "MyReward")]
    [InlineData("prompt", "PromptReward")]
    [InlineData("MyReward\n", "MyReward")]
    public void A_name_that_is_no_class_is_refused_with_one_that_is(string name, string suggestion)
    {
        Assert.EndsWith($"Did you mean '{suggestion}'?", Assert.Throws<InputException>(() => ComponentName.OfClass(Reward, name)).Message, StringComparison.Ordinal);
        Assert.Equal(suggestion, ComponentName.OfClass(Reward, suggestion).Class);
    }

    [Theory]
    [InlineData("Completion")]
    [InlineData("IRewardFunction")]
    [InlineData("Task")]
    [InlineData("Math")]
    [InlineData("Assert")]
    [InlineData("Tests")]
    public void A_name_that_the_code_around_it_uses_is_refused(string name) => Assert.Contains(
        $"Did you mean '{name}Reward'?", Assert.Throws<InputException>(() => ComponentName.OfClass(Reward, name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("gsm8k-agro")]
    [InlineData("run.v2")]
    public void A_file_may_be_called_as_runs_are(string name) => Assert.Equal(name, ComponentName.OfFile(Recipe, name).Class);

    [Theory]
    [InlineData("recipes/mine", "mine")]
    [InlineData("my recipe", "my-recipe")]
    [InlineData("-x", "x")]
    [InlineData("..", "my-recipe")]
    public void A_file_name_that_is_none_is_refused(string name, string suggestion)
    {
        Assert.Contains($"Did you mean '{suggestion}'?", Assert.Throws<InputException>(() => ComponentName.OfFile(Recipe, name)).Message, StringComparison.Ordinal);
        Assert.Equal(suggestion, ComponentName.OfFile(Recipe, suggestion).Class);
    }
}
