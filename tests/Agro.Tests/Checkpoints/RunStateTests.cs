using System.Text.Json.Nodes;
using Agro.Engine.Checkpoints;

namespace Agro.Tests.Checkpoints;

public class RunStateTests
{
    [Fact]
    public void A_state_is_read_back_as_it_was_written()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "agro.json");
        var state = new RunState
        {
            Step = 12,
            PromptsTaken = 96,
            Tokens = 12345678901,
            Seconds = 1.25,
            LearningRate = 3e-7,
            RewardWeights = new Dictionary<string, double> { ["format"] = 0.1 },
            EvaluationBefore = new Dictionary<string, double> { ["pass@1"] = 0.5 },
            Components = new Dictionary<string, ComponentState> { ["algorithm"] = new(2, new JsonObject { ["mean"] = 0.1 }) },
        };
        File.WriteAllText(path, state.ToJson().ToJsonString());
        var read = RunState.Read(path);
        Assert.Equal(state.ToJson().ToJsonString(), read.ToJson().ToJsonString());
        Assert.Equal(2, read.Components["algorithm"].Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"format\":1,\"step\":\"x\"}")]
    [InlineData("{\"format\":2}")]
    public void A_state_that_cannot_be_read_is_bad_input(string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "agro.json");
        File.WriteAllText(path, text);
        Assert.StartsWith(path, Assert.Throws<InputException>(() => RunState.Read(path)).Message, StringComparison.Ordinal);
    }
}
