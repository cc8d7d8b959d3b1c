using System.Text.Json.Nodes;
using Agro.Engine.Recipes;
using Agro.Models;
using TorchSharp;

namespace Agro.Tests.Runs;

public sealed class LoraRunTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public LoraRunTests()
    {
        _fixture.Recipe["policy"] = "{ model: model, lora: { rank: 4, target_modules: [q_proj, '.*mlp\\..*'] } }";
        _fixture.Recipe["training"] = "{ steps: 4, learning_rate: 1.0e-2 }";
    }

    public void Dispose() => _fixture.Dispose();

    private string Checkpoint(string run, int step = 4) => Path.Combine(_fixture.Folder, run, "checkpoints", $"step-{step:d6}");

    [Fact]
    public void Only_adapters_are_trained_and_stored()
    {
        var summary = _fixture.Run("run");
        Assert.False(File.Exists(Path.Combine(summary.Checkpoint!, "model.safetensors")));
        Assert.False(File.Exists(Path.Combine(summary.Checkpoint!, "config.json")));
        using var policy = PretrainedPolicy.Load(summary.Checkpoint!, torch.CPU, torch.ScalarType.Float32);
        Assert.Equal((4, 8.0, 8), (policy.Model.Adapters!.Config.Rank, policy.Model.Adapters.Config.Alpha, policy.Model.Adapters.Config.Modules.Length));
        Assert.All(policy.Model.Adapters.Parameters.Values, parameter => Assert.NotEqual(0, parameter.abs().sum().item<float>()));
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(summary.Directory, "run.json")))!;
        Assert.Equal(policy.Model.Adapters.Parameters.Values.Sum(parameter => parameter.numel()), manifest["trained_parameters"]!.GetValue<long>());
    }

    [Fact]
    public void The_reference_policy_is_the_model_in_its_folder()
    {
        _fixture.Run("run");
        var kl = _fixture.Lines("run", "metrics.jsonl").Select(line => line["kl"]!.GetValue<double>()).ToList();
        Assert.InRange(kl[0], -1e-6, 1e-6);
        Assert.True(kl[^1] > 1e-3, $"{kl[^1]}");
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_as_if_it_had_not_been()
    {
        _fixture.Run("whole");
        _fixture.Run("parts", new RecordingObserver { StopAfter = 2 });
        _fixture.Run("parts", resume: true);
        Assert.Equal(_fixture.Metrics("whole"), _fixture.Metrics("parts"));
        foreach (var file in (string[])["adapter_model.safetensors", "optimizer.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(Checkpoint("whole"), file)), File.ReadAllBytes(Path.Combine(Checkpoint("parts"), file)));
    }

    [Fact]
    public void Adapters_in_the_models_folder_are_trained_on_with_those_of_the_start_as_reference()
    {
        var first = _fixture.Run("first").Checkpoint!;
        _fixture.Recipe["policy"] = $"{{ model: '{first}' }}";
        _fixture.Run("whole");
        var kl = _fixture.Lines("whole", "metrics.jsonl").Select(line => line["kl"]!.GetValue<double>()).ToList();
        Assert.InRange(kl[0], -1e-6, 1e-6);
        Assert.True(kl[^1] > 1e-3, $"{kl[^1]}");
        _fixture.Run("parts", new RecordingObserver { StopAfter = 2 });
        _fixture.Run("parts", resume: true);
        Assert.Equal(_fixture.Metrics("whole"), _fixture.Metrics("parts"));
        Assert.NotEqual(
            File.ReadAllBytes(Path.Combine(first, "adapter_model.safetensors")), File.ReadAllBytes(Path.Combine(Checkpoint("whole"), "adapter_model.safetensors")));
    }

    [Fact]
    public void A_run_goes_on_only_with_the_adapters_that_it_was_started_with()
    {
        _fixture.Run("run", new RecordingObserver { StopAfter = 2 });
        var lora = _fixture.Recipe["policy"];
        foreach (var (policy, fault) in new[]
        {
            ("{ model: model }", "it holds adapters, and the recipe trains the whole policy"),
            (lora.Replace("rank: 4", "rank: 2", StringComparison.Ordinal), "of its adapters, rank is 4, not 2"),
            (lora.Replace("q_proj", "k_proj", StringComparison.Ordinal), "model.layers.0.self_attn.k_proj has no adapter"),
        })
        {
            _fixture.Recipe["policy"] = policy;
            Assert.Contains(fault, Assert.Throws<InputException>(() => { _fixture.Run("run", resume: true); }).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{ target_modules: [q_prj] }", "policy.lora.target_modules", "Did you mean 'q_proj'?")]
    [InlineData("{ target_modules: [] }", "policy.lora.target_modules", "name at least one, or all-linear")]
    [InlineData("{ target_modules: ['(q'] }", "policy.lora.target_modules", "not a pattern")]
    [InlineData("{ rank: 0 }", "policy.lora.rank", "between 1 and 65536")]
    [InlineData("{ dropout: 0.1 }", "policy.lora.dropout", "lora takes: rank, alpha")]
    public void Faults_are_told_where_they_are(string lora, string path, string text)
    {
        _fixture.Recipe["policy"] = $"{{ model: model, lora: {lora} }}";
        var fault = Assert.Single(Assert.Throws<RecipeException>(() => { _fixture.Run("run"); }).Faults);
        Assert.StartsWith(path, fault.Path, StringComparison.Ordinal);
        Assert.Contains(text, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_in_no_file_has_no_adapters()
    {
        _fixture.Recipe["policy"] = "{ model: model, init: random, lora: {} }";
        Assert.Contains("leave out 'init: random'", Assert.Throws<RecipeException>(() => { _fixture.Run("run"); }).Message, StringComparison.Ordinal);
    }
}
