using System.Globalization;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Tests.Recipes;

public sealed class RecipeReaderTests : IDisposable
{
    private readonly RecipeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_recipe_is_bound_with_its_defaults()
    {
        var recipe = folder.Read(RecipeFolder.Good).Recipe;
        Assert.Equal("sums", recipe.Name);
        Assert.Equal(7, recipe.Seed);
        Assert.Equal(folder.Of("tiny"), recipe.Policy.Model);
        Assert.Equal(PolicyInit.Random, recipe.Policy.Init);
        Assert.Equal("auto", recipe.Policy.Device);
        Assert.Equal(1e-4, recipe.Training.LearningRate);
        Assert.Equal(LearningRateSchedule.Cosine, recipe.Training.Schedule);
        Assert.Equal(16384, recipe.Training.MicroBatchTokens);
        Assert.Equal([2.0, 1], recipe.Rewards.Select(r => r.Weight));
        Assert.Equal(["exact", "shape"], recipe.Rewards.Select(r => r.PartName));
        Assert.Equal(folder.Of("hooks/stop.csx"), recipe.Hooks[0].Script);
        Assert.Equal("notify", recipe.Hooks[1].Component!.Use);
        Assert.Equal([new() { Path = folder.Of("lib/My.dll") }], recipe.Plugins.Load);
        Assert.Equal(new SwapSection(), recipe.Plugins.Swap);
        Assert.Equal(0.7, recipe.EvalSampling.Temperature);
        Assert.Equal(64, recipe.EvalSampling.MaxTokens);
        Assert.Equal(0.7, recipe.RolloutSampling.Temperature);
    }

    [Fact]
    public void Variables_of_a_chat_template_keep_their_kind()
    {
        var text = RecipeFolder.Good.Replace("  eval: {", "  chat_template_kwargs: { a: true, b: 5, c: 0.5, d: text, e: \"5\" }\n  eval: {", StringComparison.Ordinal);
        var resolved = folder.Read(text);
        Assert.Equal(
            ["a=true", "b=5", "c=0.5", "d=\"text\"", "e=\"5\""],
            resolved.Recipe.Data.ChatTemplateKwargs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.GetRawText()}"));
        Assert.Contains("e: \"5\"", resolved.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_made_for_each_generation_of_a_plugin()
    {
        var recipe = folder.Read(RecipeFolder.Good).Recipe;
        var options = (RecipeFolder.GrpoOptions)recipe.Algorithm.CreateOptions(RecipeFolder.Catalog.Find(ComponentKind.Algorithm, "grpo")!)!;
        Assert.Equal(0.1, options.Beta);
        Assert.Equal(0.28, options.ClipHigh);
        Assert.Equal(RecipeFolder.Level.TokenMean, options.Level);
        Assert.Equal(2, options.Extra!.Scale);
        Assert.True(options.Extra.Center);
        var data = (RecipeFolder.JsonlOptions)recipe.Data.Train.CreateOptions(RecipeFolder.Catalog.Find(ComponentKind.DataSource, "jsonl")!)!;
        Assert.Equal(new RecipeFolder.JsonlOptions(folder.Of("data/train.jsonl")), data);
        Assert.Null(recipe.Rewards[0].CreateOptions(RecipeFolder.Catalog.Find(ComponentKind.Reward, "exact")!));

        var next = RecipeFolder.Catalog.Find(ComponentKind.Algorithm, "grpo")! with { OptionsType = typeof(RecipeFolder.NotifyOptions) };
        var refused = Assert.Throws<RecipeException>(() => recipe.Algorithm.CreateOptions(next));
        Assert.Contains("algorithm.beta: no such option. grpo takes: to, times", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_have_a_time_limit()
    {
        var text = RecipeFolder.Good.Replace("to: me", "to: me, time_limit: 0.5, on_timeout: disable", StringComparison.Ordinal);
        var resolved = folder.Read(text);
        Assert.Equal([(60.0, HookTimeout.Report), (0.5, HookTimeout.Disable)],
            resolved.Recipe.Hooks.Select(hook => (hook.TimeLimit, hook.OnTimeout)));
        Assert.Contains("time_limit: 60", resolved.ToYaml(), StringComparison.Ordinal);
        var options = resolved.Recipe.Hooks[1].Component!.CreateOptions(RecipeFolder.Catalog.Find(ComponentKind.Hook, "notify")!);
        Assert.IsType<RecipeFolder.NotifyOptions>(options);
    }

    [Fact]
    public void The_resolved_recipe_is_the_same_recipe()
    {
        var first = folder.Read(RecipeFolder.Good, "training.steps=12", "rewards.1.ignore_case=true");
        var text = first.ToYaml();
        var second = folder.Read(text);
        Assert.Equal(text, second.ToYaml());
        Assert.Equal(Recipes.Text(first.Recipe), Recipes.Text(second.Recipe));
        Assert.Contains("clip_low: 0.2\n", text, StringComparison.Ordinal);
        Assert.Contains("path: data/train.jsonl\n", text, StringComparison.Ordinal);
        Assert.Contains("patterns: [a.*, \"007\"]\n", text, StringComparison.Ordinal);
        Assert.Contains("steps: 12\n", text, StringComparison.Ordinal);
        Assert.Contains("ignore_case: true\n", text, StringComparison.Ordinal);
        Assert.Contains("adam_epsilon: 1.0e-8\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_resolved_recipe_can_be_written_for_another_folder()
    {
        var text = folder.Read(RecipeFolder.Good).ToYaml(folder.Of("runs/one"));
        Assert.Contains("path: ../../data/train.jsonl\n", text, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.Of("runs/one"));
        var copy = RecipeReader.Read(folder.Write(text, "runs/one/recipe.yaml"), [], RecipeFolder.Catalog);
        Assert.Equal(folder.Of("tiny"), copy.Recipe.Policy.Model);
    }

    [Fact]
    public void Every_recipe_survives_being_resolved()
    {
        var random = new Random(3);
        string[] values =
        [
            "training.adam_beta1=0.5", "training.max_grad_norm=0", "rollouts.top_k=5", "rollouts.top_p=.5", "eval.max_tokens=~", "eval.samples=0x8",
            "eval.metrics=[pass@1, mean@2]", "algorithm.window=3", "algorithm.shares={b: 1, a: 2.5e-3}", "seed=1e3", "hooks=[]", "trackers.1={use: console}",
            "rewards.2={use: exact, name: again, weight: -1}", "rewards.1.patterns=['true', \"x: y\", '', '#']", "data.shuffle=false", "name='12'",
            "rewards.1.patterns.0=\"two\\nlines\"", "policy.device=cuda:1", "training.learning_rate=2.0E-7", "algorithm.extra=null",
        ];
        for (var round = 0; round < 100; round++)
        {
            var sets = values.Where(_ => random.Next(3) == 0).ToArray();
            var first = folder.Read(RecipeFolder.Good, sets);
            var second = folder.Read(first.ToYaml());
            Assert.Equal(first.ToYaml(), second.ToYaml());
            Assert.Equal(Recipes.Text(first.Recipe), Recipes.Text(second.Recipe));
        }
    }

    [Fact]
    public void Sets_reach_every_part_of_a_recipe()
    {
        var recipe = folder.Read(RecipeFolder.Good, "rewards.0.weight=0.5", "algorithm.extra.scale=3", "policy={model: " + folder.Of("tiny") + ", dtype: float64}",
            "hooks.0={script: " + folder.Of("hooks/stop.csx") + "}", "eval.metrics.1=mean@2", "training.learning_rate=1e-3 # a remark").Recipe;
        Assert.Equal(0.5, recipe.Rewards[0].Weight);
        var options = (RecipeFolder.GrpoOptions)recipe.Algorithm.CreateOptions(RecipeFolder.Catalog.Find(ComponentKind.Algorithm, "grpo")!)!;
        Assert.Equal(3, options.Extra!.Scale);
        Assert.Equal(PolicyDtype.Float64, recipe.Policy.Dtype);
        Assert.Equal(PolicyInit.Pretrained, recipe.Policy.Init);
        Assert.Equal(["pass@1", "mean@2"], recipe.Eval!.Metrics);
        Assert.Equal(1e-3, recipe.Training.LearningRate);
    }

    [Fact]
    public void Relative_paths_of_sets_start_from_the_current_folder()
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder.Of("data/test.jsonl")).Replace('\\', '/');
        var recipe = folder.Read(RecipeFolder.Good, $"data.train.path={relative}").Recipe;
        var options = (RecipeFolder.JsonlOptions)recipe.Data.Train.CreateOptions(RecipeFolder.Catalog.Find(ComponentKind.DataSource, "jsonl")!)!;
        Assert.Equal(folder.Of("data/test.jsonl"), options.Path);
    }

    [Fact]
    public void Anchors_and_merge_keys_are_understood()
    {
        var recipe = folder.Read("""
            x-common: &common { warmup_steps: 3, steps: 9 }
            name: a
            policy: { model: tiny }
            data: { train: &set { use: jsonl, path: data/train.jsonl, limit: 5 }, eval: { <<: *set, limit: 6 } }
            rewards: [{ use: exact }]
            algorithm: { use: grpo }
            training: { <<: [*common, { weight_decay: 0.5 }], learning_rate: 1.0e-6, steps: 5 }
            """).Recipe;
        Assert.Equal(5, recipe.Training.Steps);
        Assert.Equal(3, recipe.Training.WarmupSteps);
        Assert.Equal(0.5, recipe.Training.WeightDecay);
        var jsonl = RecipeFolder.Catalog.Find(ComponentKind.DataSource, "jsonl")!;
        Assert.Equal([5, 6], new[] { recipe.Data.Train, recipe.Data.Eval! }.Select(d => ((RecipeFolder.JsonlOptions)d.CreateOptions(jsonl)!).Limit));
    }

    [Fact]
    public void Evaluation_needs_data()
    {
        var recipe = folder.Read("{name: a, policy: {model: tiny}, data: {train: {use: jsonl, path: data/train.jsonl}}, algorithm: {use: grpo}, "
            + "training: {steps: 1, learning_rate: 1}}");
        Assert.Null(recipe.Recipe.Eval);
        Assert.DoesNotContain("eval", recipe.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Components_can_report_faults_at_their_place()
    {
        var document = RecipeDocument.Parse(folder.Write(RecipeFolder.Good), []);
        Assert.Equal(folder.Of("lib/My.dll"), Assert.Single(document.Plugins).Path);
        Assert.Equal((12, 25, "algorithm.beta"), Place(document.FaultAt("algorithm.beta", "too large")));
        Assert.Equal((12, 1, "algorithm.window"), Place(document.FaultAt("algorithm.window", "too small")));
        Assert.Equal((9, 5, "rewards.1.use"), Place(document.FaultAt("rewards.1.use", "unfit")));
        var recipe = document.Bind(RecipeFolder.Catalog).Recipe;
        Assert.Equal((9, 5, "rewards.1"), Place(recipe.Rewards[1].Fault("unfit")));

        static (int, int, string) Place(RecipeFault fault) => (fault.Line, fault.Column, fault.Path);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var recipe = folder.Read(RecipeFolder.Good);
            Assert.Equal(0.7, recipe.Recipe.Rollouts.Temperature);
            Assert.Contains("adam_beta2: 0.999\n", recipe.ToYaml(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
