using Agro.Engine.Comparison;

namespace Agro.Tests.Comparison;

public sealed class RunGroupingTests : IDisposable
{
    private readonly RunFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    private string[] Labels(params string[] by) => [.. _folders.Groups(by).Select(group => $"{group.Label}: {string.Join(' ', group.Runs.Select(run => run.Name))}")];

    [Fact]
    public void Runs_that_differ_in_their_seed_are_a_group_named_by_what_sets_it_apart()
    {
        _folders.Add("a1", 1, [1], recipe: "training: { steps: 4, learning_rate: 0.1 }\nrollouts: { max_tokens: 8 }");
        _folders.Add("a2", 2, [1], recipe: "training: { steps: 4, learning_rate: 0.1 }\nrollouts: { max_tokens: 8 }");
        _folders.Add("b1", 1, [1], recipe: "training: { steps: 4, learning_rate: 0.2 }\nrollouts: { max_tokens: 8 }");
        Assert.Equal(["learning_rate=0.1: a1 a2", "learning_rate=0.2: b1"], Labels());
    }

    [Fact]
    public void A_single_group_is_named_by_its_recipe()
    {
        _folders.Add("a1", 1, [1]);
        _folders.Add("a2", 2, [1]);
        Assert.Equal(["any: a1 a2"], Labels());
    }

    [Fact]
    public void Options_of_another_component_say_nothing_that_its_name_does_not()
    {
        _folders.Add("a1", 1, [1], recipe: "algorithm: { use: agro, beta: 0.1, level: token }");
        _folders.Add("b1", 1, [1], recipe: "algorithm: { use: grpo, beta: 0.04, clip: 0.2, scale: group }");
        Assert.Equal(["algorithm=agro: a1", "algorithm=grpo: b1"], Labels());
        _folders.Add("a3", 1, [1], recipe: "algorithm: { use: agro, beta: 0.3, level: token }");
        Assert.Equal(["algorithm=agro beta=0.1: a1", "algorithm=agro beta=0.3: a3", "algorithm=grpo beta=0.04: b1"], Labels());
    }

    [Fact]
    public void Names_that_two_paths_share_are_written_in_full()
    {
        _folders.Add("a1", 1, [1], recipe: "rollouts: { temperature: 1, max_tokens: 8 }\neval: { temperature: 0 }");
        _folders.Add("b1", 1, [1], recipe: "rollouts: { temperature: 0.5, max_tokens: 8 }\neval: { temperature: 1 }");
        Assert.Equal(["eval.temperature=0 rollouts.temperature=1: a1", "eval.temperature=1 rollouts.temperature=0.5: b1"], Labels());
    }

    [Fact]
    public void Relative_paths_of_different_folders_may_lead_to_the_same_place()
    {
        _folders.Add("a1", 1, [1], recipe: "policy: { model: ../model }");
        _folders.Add("deep/a2", 2, [1], recipe: "policy: { model: ../../model }");
        _folders.Add("b1", 1, [1], recipe: "policy: { model: ../other }");
        var groups = RunGrouping.Group(RunFinder.Find([_folders.Path, _folders.Of("deep")]), [], new List<string>());
        Assert.Equal(["model=model: a1 a2", "model=other: b1"], groups.Select(group => $"{group.Label}: {string.Join(' ', group.Runs.Select(run => run.Name))}"));
    }

    [Fact]
    public void Lists_of_components_are_compared_one_by_one()
    {
        _folders.Add("a1", 1, [1], recipe: "rewards:\n  - { use: exact, weight: 1 }\n  - { use: format, weight: 0.1 }");
        _folders.Add("b1", 1, [1], recipe: "rewards:\n  - { use: exact, weight: 1 }\n  - { use: format, weight: 0.5 }");
        Assert.Equal(["weight=0.1: a1", "weight=0.5: b1"], Labels());
    }

    [Fact]
    public void Groups_may_be_made_by_a_part_of_the_recipe()
    {
        _folders.Add("a1", 1, [1], recipe: "algorithm: { use: agro, beta: 0.1 }\ntraining: { steps: 4 }");
        _folders.Add("a2", 1, [1], recipe: "algorithm: { use: agro, beta: 0.1 }\ntraining: { steps: 8 }");
        _folders.Add("b1", 1, [1], recipe: "algorithm: { use: grpo, beta: 0.1 }\ntraining: { steps: 8 }");
        Assert.Equal(["algorithm=agro: a1 a2", "algorithm=grpo: b1"], Labels("algorithm"));
        Assert.Equal(["steps=4: a1", "steps=8: a2 b1"], Labels("training.steps"));
    }

    [Fact]
    public void A_part_that_no_recipe_has_is_told_with_the_nearest()
    {
        _folders.Add("a1", 1, [1]);
        Assert.Equal("no recipe of these runs has 'algoritm'. Did you mean 'algorithm'?", Assert.Throws<InputException>(() => Labels("algoritm")).Message);
    }

    [Fact]
    public void The_same_run_twice_counts_once_and_the_one_that_got_further_stays()
    {
        _folders.Add("cut", 1, [1, 2, 3], stopReason: "stopped by the user");
        _folders.Add("whole", 1, [1, 2]);
        var notices = new List<string>();
        var groups = RunGrouping.Group(RunFinder.Find([_folders.Path]), [], notices);
        Assert.Equal("whole", Assert.Single(Assert.Single(groups).Runs).Name);
        Assert.Equal($"{_folders.Of("cut")}: left out, it has the recipe and seed of {_folders.Of("whole")}", Assert.Single(notices));
    }

    [Fact]
    public void A_sweep_names_its_groups_and_orders_them()
    {
        _folders.Add("one-seed-1", 1, [1], recipe: "algorithm: { use: agro }");
        _folders.Add("two-seed-1", 1, [1], recipe: "algorithm: { use: grpo }");
        _folders.Write("sweep.json", """{"runs":[{"folder":"two-seed-1","label":"two"},{"folder":"one-seed-1","label":"one"}]}""");
        Assert.Equal(["two: two-seed-1", "one: one-seed-1"], Labels());
        Assert.Equal(["algorithm=grpo: two-seed-1", "algorithm=agro: one-seed-1"], Labels("algorithm"));
    }
}
