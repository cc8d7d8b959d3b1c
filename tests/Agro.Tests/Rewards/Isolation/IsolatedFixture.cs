using System.Collections.Immutable;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;
using Agro.Engine.Rewards;
using Agro.Engine.Rewards.Isolation;
using Agro.Engine.Rollouts;

namespace Agro.Tests.Rewards.Isolation;

/// <summary>A reward of <see cref="Abuses"/> in processes of its own.</summary>
internal sealed class IsolatedFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IsolatedReward> _made = [];

    public IsolatedFixture() => PluginCompiler.Compile(_folder.Of("Abuse.dll"), Abuses.Source);

    public string Of(string name) => _folder.Of(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Makes the reward as a recipe does.</summary>
    /// <param name="reward">Its mapping in the recipe, without the braces.</param>
    public (RewardFunction Function, RewardProcessPool Pool) Make(string reward)
    {
        var catalog = PluginCatalog.Load(new PluginSources { BuiltInFolder = null, Paths = [_folder.Of("Abuse.dll"), .. Runs.RunFixture.BuiltInPlugins] });
        var recipe = RecipeReader.Read(_folder.Write("recipe.yaml", $$"""
            name: isolated
            policy: { model: . }
            data: { train: { use: arithmetic } }
            algorithm: { use: agro }
            training: { steps: 1, learning_rate: 1.0e-3 }
            rewards: [ { {{reward}} } ]
            """), [], catalog).Recipe.Rewards[0];
        var made = (IsolatedReward)RewardFunction.ComponentOf(catalog.Find(ComponentKind.Reward, recipe.Use)!, recipe);
        _made.Add(made);
        return (RewardFunction.Of(recipe, made), made.Pool);
    }

    public static UnscoredGroup Group(params string[] texts) => new(
        new Prompt
        {
            Id = "p",
            Text = "?",
            Answer = "42",
            Messages = [new(Role.User, "what?\u2028\n\"is\" it")],
            Fields = ImmutableDictionary<string, string>.Empty.Add("who", "me"),
        },
        [1],
        [.. texts.Select(text => new Completion { Text = text, Tokens = [1, 2, 3], LogProbs = [-0.1f, -2, -3], FinishReason = FinishReason.Stop, PolicyVersion = 0 })]);

    public static async Task<ScoredRollouts> Score(RewardFunction function, params string[] texts) => await new RewardScorer().ScoreAsync(
        [function], new Dictionary<string, double> { [function.Name] = 1 }, [Group(texts)], TestContext.Current.CancellationToken);

    public static IReadOnlyList<double> Values(ScoredRollouts scored) => [.. scored.Groups.SelectMany(group => group.Rollouts).Select(rollout => rollout.Reward)];

    public void Dispose()
    {
        foreach (var made in _made) made.Dispose();
        _folder.Dispose();
    }
}
