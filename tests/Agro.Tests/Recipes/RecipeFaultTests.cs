using System.Text;
using Agro.Engine.Recipes;

namespace Agro.Tests.Recipes;

public sealed class RecipeFaultTests : IDisposable
{
    private const string Training = "training takes: steps, learning_rate, num_iterations, critic_learning_rate, schedule, warmup_steps, min_learning_rate_ratio, weight_decay, adam_beta1, "
        + "adam_beta2, adam_epsilon, master_weights, max_grad_norm, micro_batch_tokens, activation_checkpointing, checkpoint_every, keep_checkpoints";

    private const string Root = "A recipe takes: name, seed, policy, data, rewards, algorithm, rollouts, replay, training, eval, diagnostics, plugins, hooks, trackers";
    private readonly RecipeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("beta", "clip_hihg",
        "r.yaml:12:25 algorithm.clip_hihg: no such option. Did you mean 'clip_high'? grpo takes: clip_low, clip_high, beta, level, extra, window, shares")]
    [InlineData("steps: 10", "stpes: 10", "r.yaml:14:13 training.stpes: no such option. Did you mean 'steps'? " + Training)]
    [InlineData("steps: 10", "steps: 10, group_size: 4",
        "r.yaml:14:24 training.group_size: no such option. Did you mean 'rollouts.group_size'? " + Training)]
    [InlineData("steps: 10, ", "", "r.yaml:14:1 training.steps: is missing, must be a whole number, at least 1")]
    [InlineData("steps: 10", "steps: 1_000", "r.yaml:14:20 training.steps: found '1_000', must be a whole number, at least 1: write 1000")]
    [InlineData("steps: 10", "steps: \"10\"", "r.yaml:14:20 training.steps: found the quoted text '10', must be a whole number, at least 1: write 10")]
    [InlineData("steps: 10", "steps: 1.5", "r.yaml:14:20 training.steps: found 1.5, must be a whole number, at least 1")]
    [InlineData("steps: 10", "steps: 99999999999999999999", "r.yaml:14:20 training.steps: found 99999999999999999999, must be at most 9223372036854775807")]
    [InlineData("steps: 10", "steps: [1]", "r.yaml:14:20 training.steps: found a list, must be a whole number, at least 1")]
    [InlineData("steps: 10", "steps: ", "r.yaml:14:20 training.steps: is empty, must be a whole number, at least 1")]
    [InlineData("steps: 10", "steps: 0", "r.yaml:14:20 training.steps: found 0, must be at least 1")]
    [InlineData("1e-4", "0", "r.yaml:14:39 training.learning_rate: found 0, must be more than 0 and at most 1000")]
    [InlineData("1e-4", "1e999", "r.yaml:14:39 training.learning_rate: found 1e999, must be finite")]
    [InlineData("1e-4", ".nan", "r.yaml:14:39 training.learning_rate: found .nan, must be a number")]
    [InlineData("1e-4", "yes", "r.yaml:14:39 training.learning_rate: found 'yes', must be a number, more than 0 and at most 1000")]
    [InlineData("cosine", "cosin", "r.yaml:14:55 training.schedule: found 'cosin'. Did you mean 'cosine'? Must be one of: constant, cosine, linear")]
    [InlineData("token_mean", "tokenMean", "r.yaml:12:43 algorithm.level: found 'tokenMean'. Did you mean 'token_mean'? Must be one of: token_mean, sequence_mean")]
    [InlineData("model: tiny", "model: tny", "r.yaml:3:18 policy.model: nothing is at 'tny' (~/tny). Did you mean 'tiny'?")]
    [InlineData("init: random", "device: gpu", "r.yaml:3:32 policy.device: found 'gpu', must be auto, cpu, cuda or cuda:N")]
    [InlineData("init: random", "chat_template: x.jinja", "r.yaml:3:39 policy.chat_template: nothing is at 'x.jinja' (~/x.jinja)")]
    [InlineData("  eval: {", "  chat_template_kwargs: { a: [1] }\n  eval: {",
        "r.yaml:6:30 data.chat_template_kwargs.a: found a list, must be a text, a number, true or false")]
    [InlineData("  eval: {", "  chat_template_kwargs: text\n  eval: {",
        "r.yaml:6:25 data.chat_template_kwargs: found 'text', must be a mapping of names to texts, numbers, true or false")]
    [InlineData("use: exact", "use: exakt", "r.yaml:8:12 rewards.0.use: no such reward: 'exakt'. Did you mean 'exact'? The rewards are: exact, format")]
    [InlineData("use: exact", "use: grpo", "r.yaml:8:12 rewards.0.use: no such reward: 'grpo'. It is an algorithm. The rewards are: exact, format")]
    [InlineData("use: exact, ", "", "r.yaml:8:5 rewards.0.use: is missing, must name a reward. The rewards are: exact, format")]
    [InlineData("{ use: exact, weight: 2 }", "exact", "r.yaml:8:5 rewards.0: found 'exact', must be a mapping such as { use: exact }")]
    [InlineData("weight: 2", "wieght: 2", "r.yaml:8:19 rewards.0.wieght: no such option. Did you mean 'weight'? exact takes: weight, name, time_limit, max_concurrency, isolation, normalize, canary")]
    [InlineData("name: shape", "name: exact", "r.yaml:10:5 rewards.1.name: 'exact' is the name of rewards.0 already; give each its own with 'name:'")]
    [InlineData("extra: { scale: 2 }", "extra: {}", "r.yaml:12:55 algorithm.extra.scale: is missing, must be a number, at least 0")]
    [InlineData("extra: { scale: 2 }", "shares: { a: x, b: 1 }", "r.yaml:12:68 algorithm.shares.a: found 'x', must be a number")]
    [InlineData("['a.*', \"007\"]", "text", "r.yaml:11:15 rewards.1.patterns: found 'text', must be a list of texts")]
    [InlineData("script: hooks/stop.csx", "script: hooks/stop.csx, use: notify", "r.yaml:17:9 hooks.0: has both script and use, must be { script: path } or { use: name }")]
    [InlineData("script: hooks/stop.csx", "skript: a", "r.yaml:17:9 hooks.0: has neither script nor use, must be { script: path } or { use: name }")]
    [InlineData("script: hooks/stop.csx", "script: ~", "r.yaml:17:19 hooks.0.script: is empty, must be a path")]
    [InlineData("script: hooks/stop.csx", "script: hooks/stop.csx, timelimit: 5",
        "r.yaml:17:35 hooks.0.timelimit: no such option. Did you mean 'time_limit'? A script takes: script, time_limit, on_timeout")]
    [InlineData("script: hooks/stop.csx", "script: hooks/stop.csx, time_limit: 0",
        "r.yaml:17:47 hooks.0.time_limit: found 0, must be more than 0 and at most 1000000")]
    [InlineData("script: hooks/stop.csx", "script: hooks/stop.csx, on_timeout: kill",
        "r.yaml:17:47 hooks.0.on_timeout: found 'kill'. Must be one of: report, disable")]
    [InlineData("to: me", "to: me, time_limit: soon",
        "r.yaml:17:72 hooks.1.time_limit: found 'soon', must be a number, more than 0 and at most 1000000")]
    [InlineData("to: me", "to: me, on_time_out: report",
        "r.yaml:17:60 hooks.1.on_time_out: no such option. Did you mean 'on_timeout'? notify takes: to, times, time_limit, on_timeout")]
    [InlineData("to: me", "to: him", "r.yaml:17:56 hooks.1.to: found 'him', must be one of me, you")]
    [InlineData("to: me", "times: 300", "r.yaml:17:59 hooks.1.times: found 300, must be at most 255")]
    [InlineData("maj@4", "maj@8", "r.yaml:15:49 eval.metrics.1: maj@8 needs 8 samples, but eval.samples is 4")]
    [InlineData("maj@4", "worst@1", "r.yaml:15:49 eval.metrics.1: found 'worst@1', must be pass@k, mean@k, maj@k or best@k, such as pass@1")]
    [InlineData("[pass@1, maj@4]", "[]", "r.yaml:15:40 eval.metrics: found an empty list, must name at least one metric")]
    [InlineData("samples: 4", "samples: 4, temperature: 0",
        "r.yaml:15:31 eval.temperature: at 0 all 4 samples are the same: set a temperature above 0, or eval.samples to 1")]
    [InlineData("warmup_steps: 2", "warmup_steps: 20", "r.yaml:14:63 training.warmup_steps: found 20, must be at most training.steps, 10")]
    [InlineData("  eval: { use: jsonl, path: data/test.jsonl, limit: 10 }\n", "", "r.yaml:14:1 eval: there is nothing to evaluate on: data.eval is missing")]
    [InlineData("name: sums", "name: a/b", "r.yaml:1:7 name: found 'a/b', must be letters, digits, '.', '_' or '-', for it names a folder")]
    [InlineData("seed: 7", "seed: 7\nseed: 8", "r.yaml:3:1: 'seed' is given twice; the first is in line 2")]
    [InlineData("seed: 7", "worlds: {}", "r.yaml:2:1 worlds: no such option. " + Root)]
    [InlineData("seed: 7", "seed: !!int 7", "r.yaml:2:7: found the tag !!int; recipes have no tags")]
    [InlineData("seed: 7", "seed: *nope", "r.yaml:2:7: *nope refers to an anchor that is not defined before it (&nope)")]
    [InlineData("{ use: console }", "{ use: console, x: 1 }", "r.yaml:18:28 trackers.0.x: no such option. console takes no options")]
    public void Each_fault_says_where_it_is_and_what_is_allowed(string old, string changed, string fault)
    {
        Assert.Contains(old, RecipeFolder.Good, StringComparison.Ordinal);
        Assert.Equal([fault], folder.Faults(RecipeFolder.Good.Replace(old, changed)));
    }

    [Theory]
    [InlineData("", "r.yaml:1:1: the recipe is empty. " + Root)]
    [InlineData("# nothing\n", "r.yaml:1:1: the recipe is empty. " + Root)]
    [InlineData("- a\n", "r.yaml:1:1: found a list; a recipe is a mapping, written as 'key: value'. " + Root)]
    [InlineData("name:a\n", "r.yaml:1:1: found 'name:a'; a recipe is a mapping, written as 'key: value'. " + Root)]
    [InlineData("name: a\n\tseed: 1\n", "r.yaml:2:1: a tab in the indentation; YAML is indented with spaces")]
    [InlineData("policy:\n\tmodel: 1\n  \tinit: 2\n", "r.yaml:2:1: a tab in the indentation; YAML is indented with spaces",
        "r.yaml:3:3: a tab in the indentation; YAML is indented with spaces")]
    [InlineData("a: [1, 2\nb: 3\n", "r.yaml:1:4: '[' is not closed, or a comma is missing")]
    [InlineData("a:\n  b: {c: 1\nd: 3\n", "r.yaml:2:6: '{' is not closed, or a comma is missing")]
    [InlineData("a: 'x\nb: 1\n", "r.yaml:1:4: not valid YAML: a quotation mark is not closed")]
    [InlineData("a: b: c\n", "r.yaml:1:5: not valid YAML: a ':' where no key can stand; check the indentation, or quote the value")]
    [InlineData("a: 1\n b: 2\n", "r.yaml:2:3: not valid YAML: a ':' where no key can stand; check the indentation, or quote the value")]
    [InlineData("a: 1\nkey\nb: 2\n", "r.yaml:2:1: not valid YAML: a key and ': ' should stand here; check the indentation and the line before")]
    [InlineData("a: @x\n", "r.yaml:1:4: not valid YAML: a value cannot start with this character; quote it")]
    [InlineData("a: - b\n", "r.yaml:1:4: not valid YAML: a list item cannot start here; put '- ' on its own line, or use [a, b]")]
    [InlineData("a: \u0007\n", "r.yaml:1:4: control character 0x07; a recipe is plain text")]
    public void What_is_not_a_recipe_at_all_is_located(string text, params string[] faults) => Assert.Equal(faults, folder.Faults(text));

    [Fact]
    public void All_faults_are_reported_at_once_in_the_order_of_the_file()
    {
        var text = RecipeFolder.Good.Replace("seed: 7", "seed: x").Replace("model: tiny", "modle: tiny").Replace("use: exact", "use: exakt")
            .Replace("beta", "betta").Replace("scale: 2", "scale: -2").Replace("steps: 10", "steps: 1").Replace("samples: 4", "samples: 3")
            .Replace("lib/My.dll", "lib/Mi.dll").Replace("to: me", "to: him");
        var places = folder.Faults(text, "rollouts.top_p=2").Select(f => f.Split(": ")[0]);

        // Without its plugin a recipe's components are unknown, so their options have to wait.
        Assert.Equal(["r.yaml:2:7 seed", "r.yaml:3:11 policy.modle", "r.yaml:14:62 training.warmup_steps", "r.yaml:15:49 eval.metrics.1",
            "r.yaml:16:11 plugins.0", "--set rollouts.top_p=2 rollouts.top_p"], places);

        places = folder.Faults(text.Replace("lib/Mi.dll", "lib/My.dll"), "rollouts.top_p=2").Select(f => f.Split(": ")[0]);
        Assert.Equal(["r.yaml:2:7 seed", "r.yaml:3:11 policy.modle", "r.yaml:8:12 rewards.0.use", "r.yaml:12:25 algorithm.betta",
            "r.yaml:12:72 algorithm.extra.scale", "r.yaml:14:62 training.warmup_steps", "r.yaml:15:49 eval.metrics.1",
            "r.yaml:17:56 hooks.1.to", "--set rollouts.top_p=2 rollouts.top_p"], places);
    }

    [Theory]
    [InlineData("training.stpes=2", "training.stpes: no such option. Did you mean 'steps'? " + Training)]
    [InlineData("training.steps=x", "training.steps: found 'x', must be a whole number, at least 1")]
    [InlineData("algorithm.beta=-1", "algorithm.beta: found -1, must be at least 0")]
    [InlineData("rewards.9.weight=1", "rewards: is a list of 2: write rewards.0 to rewards.2, where the last adds an item")]
    [InlineData("name.x=3", "name: has no parts to set: it is 'sums'")]
    [InlineData("name=", "name: is empty, must be a text")]
    [InlineData("training=5", "training: found 5, must be a mapping with steps, learning_rate")]
    public void Faults_of_sets_name_the_set(string set, string fault) => Assert.Equal([$"--set {set} {fault}"], folder.Faults(RecipeFolder.Good, set));

    [Theory]
    [InlineData("nope", "write it as path=value, such as training.steps=100 or rewards.0.weight=0.5")]
    [InlineData("a..b=3", "write it as path=value, such as training.steps=100 or rewards.0.weight=0.5")]
    [InlineData("seed=[1", "'[' is not closed, or a comma is missing")]
    public void Sets_that_cannot_be_read_are_refused(string set, string fault) =>
        Assert.Equal([$"--set {set}: {fault}"], folder.Faults(RecipeFolder.Good, set));

    [Fact]
    public void Files_that_cannot_be_read_are_refused()
    {
        folder.Write(RecipeFolder.Good);
        Assert.Equal("r.yml: no such file. Did you mean 'r.yaml'?", Fault("r.yml"));
        Assert.Equal("tiny: is a folder; a recipe is a YAML file", Fault("tiny"));
        File.WriteAllBytes(folder.Of("latin.yaml"), [.. "seed: 1\nname: "u8, 0xE9, (byte)'\n']);
        Assert.Equal("latin.yaml:2:7: byte 0xE9 is not UTF-8; save the recipe as UTF-8", Fault("latin.yaml"));
        File.WriteAllText(folder.Of("wide.yaml"), "name: a", Encoding.Unicode);
        Assert.Equal("wide.yaml:1:1: is UTF-16; save it as UTF-8", Fault("wide.yaml"));
        File.WriteAllText(folder.Of("marked.yaml"), RecipeFolder.Good, new UTF8Encoding(true));
        Assert.Equal("sums", RecipeReader.Read(folder.Of("marked.yaml"), [], RecipeFolder.Catalog).Recipe.Name);

        string Fault(string name) => Assert.Throws<RecipeException>(() => RecipeDocument.Parse(folder.Of(name))).Message.Replace(folder.Root + Path.DirectorySeparatorChar, "");
    }

    [Fact]
    public void Faults_are_bad_input()
    {
        var exception = Assert.Throws<RecipeException>(() => RecipeDocument.Parse(folder.Of("none.yaml")));
        Assert.Equal(2, exception.ExitCode);
        Assert.IsAssignableFrom<InputException>(exception);
    }

    [Fact]
    public void Damaged_recipes_are_refused_or_read_but_never_fail_otherwise()
    {
        var random = new Random(11);
        const string inserted = "{}[]:,-&*!|>'\"#%@`\t\n ~?<0e.";
        for (var round = 0; round < 600; round++)
        {
            var text = new StringBuilder(RecipeFolder.Good);
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                if (random.Next(2) == 0) text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                else text.Insert(at, inserted[random.Next(inserted.Length)]);
            }

            try
            {
                folder.Read(text.ToString());
            }
            catch (RecipeException exception)
            {
                Assert.All(exception.Faults, f => Assert.InRange(f.Line, 1, 25));
            }
        }
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Equal(["r.yaml:1:65: not valid YAML: more than 64 levels deep"], folder.Faults(new string('[', 100_000)));
}
