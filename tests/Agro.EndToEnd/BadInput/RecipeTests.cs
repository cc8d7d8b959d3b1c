namespace Agro.EndToEnd.BadInput;

public sealed class RecipeTests : IDisposable
{
    private const string Takes =
        "A recipe takes: name, seed, policy, data, rewards, algorithm, rollouts, replay, training, eval, diagnostics, plugins, hooks, trackers";

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("absent.yaml", "absent.yaml: no such file")]
    [InlineData("recipy.yaml", "recipy.yaml: no such file. Did you mean 'recipe.yaml'?")]
    [InlineData("model", "model: is a folder; a recipe is a YAML file")]
    [InlineData("empty.yaml", "empty.yaml:1:1: the recipe is empty. " + Takes)]
    [InlineData("broken.yaml", "broken.yaml:2:10: '{' is not closed, or a comma is missing before line 3, column 1")]
    [InlineData("unreadable.yaml", "unreadable.yaml: cannot be read: Input/output error…")]
    public async Task What_is_no_recipe_is_named(string recipe, string message)
    {
        _folder.Write("recipe.yaml", "");
        _folder.Write("empty.yaml", "# nothing yet\n");
        _folder.Write("broken.yaml", "name: a\npolicy:  { model: model\n");
        if (recipe.StartsWith("unreadable", StringComparison.Ordinal)) _folder.MakeUnreadable(recipe);
        RunFolder.AssertLines([message], (await _folder.HostAsync("run", recipe, "--output", "run")).Expect(2));
        RunFolder.AssertLines([message], (await _folder.HostAsync("validate", recipe)).Expect(2));
        Assert.False(Directory.Exists(_folder.Run));
    }

    [Fact]
    public async Task All_faults_are_told_at_once_in_the_order_of_the_file()
    {
        _folder.Recipe["name"] = "a/b";
        _folder.Recipe["seed"] = "1e30";
        _folder.Recipe["rewards"] = "[ { use: lenght, unit: tokens, target: 4 } ]";
        _folder.Recipe["algorithm"] = "{ use: agro, betta: 0.1 }";
        _folder.Recipe["rollouts"] = "{ prompts_per_step: two, group_size: 0 }";
        _folder.Recipe["training"] = "{ steps: 0, learning_rate: -1 }";
        _folder.Recipe["evals"] = "{}";
        await _folder.ExpectRefusalAsync(
            "recipe.yaml:1:7 name: found 'a/b', must be letters, digits, '.', '_' or '-', for it names a folder",
            "recipe.yaml:2:7 seed: found 1e30, must be a whole number, at least 0",
            "recipe.yaml:5:19 rewards.0.use: no such reward: 'lenght'. Did you mean 'length'? The rewards are: …",
            "recipe.yaml:6:25 algorithm.betta: no such option. Did you mean 'beta'? agro takes: beta, scale, level, sampling_gradient",
            "recipe.yaml:7:31 rollouts.prompts_per_step: found 'two', must be a whole number, at least 1",
            "recipe.yaml:7:48 rollouts.group_size: found 0, must be at least 1",
            "recipe.yaml:8:20 training.steps: found 0, must be at least 1",
            "recipe.yaml:8:38 training.learning_rate: found -1, must be more than 0 and at most 1000",
            "recipe.yaml:9:1 evals: no such option. Did you mean 'eval'? " + Takes);
    }

    [Theory]
    [InlineData("training.stpes=3", "--set training.stpes=3 training.stpes: no such option. Did you mean 'steps'? …")]
    [InlineData("training.steps=many", "--set training.steps=many training.steps: found 'many', must be a whole number, at least 1")]
    [InlineData("rewards.3.weight=1", "--set rewards.3.weight=1 rewards: is a list of 1: write rewards.0 to rewards.1, where the last adds an item")]
    [InlineData("steps", "--set steps: write it as path=value, such as training.steps=100 or rewards.0.weight=0.5")]
    public async Task A_set_that_cannot_be_used_is_named(string set, string message)
    {
        RunFolder.AssertLines([message], (await _folder.RunAsync("--set", set)).Expect(2));
        Assert.False(Directory.Exists(_folder.Run));
    }

    [Fact]
    public async Task Rewards_are_needed_where_there_are_no_demonstrations()
    {
        _folder.Recipe["rewards"] = "";
        await _folder.ExpectRefusalAsync("recipe.yaml:1:1 rewards: 'agro' learns from rewards: name at least one");
    }
}
