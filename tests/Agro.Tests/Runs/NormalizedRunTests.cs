namespace Agro.Tests.Runs;

public sealed class NormalizedRunTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private void Use(string normalize, int microBatchTokens)
    {
        _fixture.Recipe["rewards"] = $"[ {{ use: length, unit: tokens, target: 4, normalize: {normalize} }}, {{ use: length, name: chars, unit: characters, target: 3, weight: 0.5, normalize: {normalize} }} ]";
        _fixture.Recipe["training"] = $"{{ steps: 3, learning_rate: 1.0e-3, micro_batch_tokens: {microBatchTokens} }}";
    }

    [Theory]
    [InlineData("group")]
    [InlineData("batch")]
    public void The_cut_into_micro_batches_changes_nothing(string normalize)
    {
        Use(normalize, 100_000);
        _fixture.Run("whole");
        Use(normalize, 30);
        _fixture.Run("cut");
        var (whole, cut) = (_fixture.Lines("whole", "metrics.jsonl"), _fixture.Lines("cut", "metrics.jsonl"));
        Assert.NotEqual(whole[0]["micro_batches"]!.GetValue<double>(), cut[0]["micro_batches"]!.GetValue<double>());
        Assert.Equal(whole[0]["normalized/reward_std"]!.GetValue<double>(), cut[0]["normalized/reward_std"]!.GetValue<double>());
        Assert.Equal(whole[0]["loss"]!.GetValue<double>(), cut[0]["loss"]!.GetValue<double>(), 1e-5);
        Assert.Equal(whole[0]["grad_norm"]!.GetValue<double>(), cut[0]["grad_norm"]!.GetValue<double>(), 1e-4);
    }

    [Fact]
    public void Metrics_and_rollouts_show_the_rewards_as_they_are_and_training_sees_the_scaled_ones()
    {
        Use("group", 100_000);
        _fixture.Run("scaled");
        Use("none", 100_000);
        _fixture.Run("plain");
        var (scaled, plain) = (_fixture.Lines("scaled", "metrics.jsonl")[0], _fixture.Lines("plain", "metrics.jsonl")[0]);
        Assert.Equal(plain["reward"]!.GetValue<double>(), scaled["reward"]!.GetValue<double>());
        Assert.Equal(plain["rewards/chars/mean"]!.GetValue<double>(), scaled["rewards/chars/mean"]!.GetValue<double>());
        Assert.Equal(0, scaled["normalized/reward"]!.GetValue<double>(), 1e-9);
        Assert.False(plain.ContainsKey("normalized/reward"));
        Assert.NotEqual(plain["loss"]!.GetValue<double>(), scaled["loss"]!.GetValue<double>());
        Assert.Equal(_fixture.Lines("plain", "rollouts.jsonl")[0]["reward"]!.ToJsonString(), _fixture.Lines("scaled", "rollouts.jsonl")[0]["reward"]!.ToJsonString());
    }
}
