using System.Collections.Immutable;
using System.Text.Json;
using Agro.Plugins.Rewards.Remote;

namespace Agro.Tests.Rewards;

public class HttpRewardTests
{
    private static readonly Prompt Asked = new()
    {
        Id = "7",
        Text = "Hi\nthere",
        Messages = [new(Role.System, "Be kind."), new(Role.User, "Hi\nthere")],
        Answer = "42",
        Fields = ImmutableDictionary<string, string>.Empty.Add("level", "3").Add("a", "\"b\""),
    };

    [Fact]
    public async Task A_group_is_sent_and_its_results_are_read()
    {
        await using var server = new RewardServer((_, context, _) => RewardServer.WriteAsync(
            context, """{"results": [{"value": 0.5, "reason": "half", "extracted": "4"}, 1, null, {"value": null, "reason": "odd"}], "more": 1}"""));
        using var reward = new HttpReward(new() { Url = server.Url, Tokens = true });
        var results = await ScoreAsync(reward, "a", "é", "c", "d");
        Assert.Equal(new RewardResult { Value = 0.5, Reason = "half", Extracted = "4" }, results[0]);
        Assert.Equal([0.5, 1, null, null], results.Select(result => result.Value));
        Assert.Equal("odd", results[3].Reason);
        Assert.Equal(
            """{"prompt":{"id":"7","text":"Hi\nthere","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi\nthere"}],"answer":"42","fields":{"a":"\u0022b\u0022","level":"3"}},"completions":[{"text":"a","finish_reason":"stop","length":2,"tokens":[5,6]},{"text":"\u00E9","finish_reason":"stop","length":2,"tokens":[5,6]},{"text":"c","finish_reason":"stop","length":2,"tokens":[5,6]},{"text":"d","finish_reason":"stop","length":2,"tokens":[5,6]}]}""",
            Assert.Single(server.Bodies).GetRawText());
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    public async Task A_batch_holds_as_many_as_allowed_and_order_is_kept(int? size, int requests)
    {
        await using var server = new RewardServer((_, context, body) => RewardServer.WriteAsync(context, Lengths(body)));
        using var reward = new HttpReward(new() { Url = server.Url, BatchSize = size });
        Assert.Equal([1, 2, 3, 4, 5], (await ScoreAsync(reward, "a", "bb", "ccc", "dddd", "eeeee")).Select(result => (int)result.Value!));
        Assert.Equal(requests, server.Requests);
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_allowed()
    {
        int under = 0, most = 0;
        var gate = new TaskCompletionSource();
        await using var server = new RewardServer(async (number, context, body) =>
        {
            var now = Interlocked.Increment(ref under);
            lock (gate) most = Math.Max(most, now);
            if (now == 3) gate.TrySetResult();
            await gate.Task;
            Interlocked.Decrement(ref under);
            await RewardServer.WriteAsync(context, Lengths(body));
        });
        using var reward = new HttpReward(new() { Url = server.Url, BatchSize = 1, MaxConcurrency = 3 });
        var results = await ScoreAsync(reward, [.. Enumerable.Range(0, 30).Select(i => new string('x', i))]);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (double?)i), results.Select(result => result.Value));
        Assert.Equal(3, most);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        await using var server = new RewardServer((number, context, body) =>
            number < 3 ? RewardServer.WriteAsync(context, "busy", status) : RewardServer.WriteAsync(context, Lengths(body)));
        using var reward = new HttpReward(new() { Url = server.Url, Backoff = 0 });
        Assert.Equal(3, Assert.Single(await ScoreAsync(reward, "abc")).Value);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_asked_again()
    {
        var never = new TaskCompletionSource();
        await using var server = new RewardServer(async (number, context, body) =>
        {
            if (number == 1) await never.Task;
            await RewardServer.WriteAsync(context, Lengths(body));
        });
        using var reward = new HttpReward(new() { Url = server.Url, Timeout = 0.5, Backoff = 0, Retries = 20 });
        Assert.Equal(2, Assert.Single(await ScoreAsync(reward, "ab")).Value);
        never.SetResult();
    }

    [Fact]
    public void Waits_double_up_to_a_limit_and_a_server_may_ask_for_more()
    {
        var waits = new BackOff(First: 0.5, Most: 10);
        Assert.Equal([0.5, 1, 2, 4, 8, 10, 10], Enumerable.Range(1, 7).Select(retry => waits.Before(retry, null, 0).TotalSeconds));
        Assert.Equal(1.5, waits.Before(3, null, 0.5).TotalSeconds);
        Assert.Equal(7, waits.Before(1, TimeSpan.FromSeconds(7), 0).TotalSeconds);
        Assert.Equal(8, waits.Before(5, TimeSpan.FromSeconds(7), 0).TotalSeconds);
        Assert.Equal(10, waits.Before(1, TimeSpan.FromHours(1), 0).TotalSeconds);
        Assert.Equal(0.5, waits.Before(1, TimeSpan.FromSeconds(-5), 0).TotalSeconds);
        Assert.Equal(10, waits.Before(5000, null, 0).TotalSeconds);
        Assert.Equal(0, new BackOff(0, 0).Before(5000, null, 0.3).TotalSeconds);
    }

    [Theory]
    [InlineData(400, "answered 400: no such \"model\"", 1)]
    [InlineData(401, "answered 401", 1)]
    [InlineData(502, "answered 502: no such \"model\" (3 tries)", 3)]
    public async Task A_failure_for_good_tells_what_the_server_said(int status, string expected, int requests)
    {
        await using var server = new RewardServer((_, context, _) => RewardServer.WriteAsync(context, "no such\n\"model\"", status));
        using var reward = new HttpReward(new() { Url = server.Url, Backoff = 0, Retries = 2 });
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => ScoreAsync(reward, "a"));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(server.Url, fault.Message, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests);
        using var lenient = new HttpReward(new() { Url = server.Url, Retries = 0, OnFailure = HttpFailure.NotApplicable });
        Assert.All(await ScoreAsync(lenient, "a", "b"), result => Assert.Null(result.Value));
    }

    [Theory]
    [InlineData("""{"results": [1, 2]}""", "2 results for 1 completions")]
    [InlineData("""{"scores": [1]}""", "no list \"results\"")]
    [InlineData("""{"results": [{"score": 1}]}""", "a result without \"value\"")]
    [InlineData("""{"results": ["1"]}""", "a result without \"value\"")]
    [InlineData("""{"results": [1e999]}""", "a value that is no finite number")]
    [InlineData("<html>", "no JSON")]
    public async Task An_answer_that_is_none_is_a_fault(string answer, string expected)
    {
        await using var server = new RewardServer((_, context, _) => RewardServer.WriteAsync(context, answer));
        using var reward = new HttpReward(new() { Url = server.Url });
        Assert.Contains(expected, (await Assert.ThrowsAsync<HttpRequestException>(() => ScoreAsync(reward, "a"))).Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_fault_with_its_address()
    {
        string url;
        await using (var server = new RewardServer((_, _, _) => Task.CompletedTask)) url = server.Url;
        using var reward = new HttpReward(new() { Url = url, Retries = 1, Backoff = 0 });
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => ScoreAsync(reward, "a"));
        Assert.StartsWith(url, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("(2 tries)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_stops_does_not_wait_for_the_server()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var never = new TaskCompletionSource();
        await using var server = new RewardServer((_, _, _) =>
        {
            stop.Cancel();
            return never.Task;
        });
        using var reward = new HttpReward(new() { Url = server.Url });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reward.ScoreGroupAsync(Asked, [Scoring.Of("a", [1])], stop.Token).AsTask());
        never.SetResult();
    }

    [Fact]
    public async Task Headers_and_a_token_from_the_environment_are_sent()
    {
        Environment.SetEnvironmentVariable("AGRO_TEST_HTTP_TOKEN", "secret");
        await using var server = new RewardServer((_, context, _) => RewardServer.WriteAsync(
            context, context.Request.Headers["Authorization"] == "Bearer secret" && context.Request.Headers["X-Judge"] == "a b" ? """{"results": [1]}""" : "{}"));
        var headers = ImmutableDictionary<string, string>.Empty.Add("X-Judge", "a b");
        using var reward = new HttpReward(new() { Url = server.Url, BearerVariable = "AGRO_TEST_HTTP_TOKEN", Headers = headers });
        Assert.Equal(1, Assert.Single(await ScoreAsync(reward, "a")).Value);
    }

    [Fact]
    public void What_cannot_be_sent_is_refused_at_the_start()
    {
        Assert.Contains("url is 'localhost:8000'", Refusal(new() { Url = "localhost:8000" }), StringComparison.Ordinal);
        Assert.Contains("no variable 'AGRO_TEST_NONE'", Refusal(new() { Url = "http://x", BearerVariable = "AGRO_TEST_NONE" }), StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("a b", "c"), ("Content-Type", "c"), ("X", "a\nb") })
            Assert.Contains($"'{name}' cannot be sent", Refusal(new() { Url = "http://x", Headers = ImmutableDictionary<string, string>.Empty.Add(name, value) }), StringComparison.Ordinal);
    }

    private static string Refusal(HttpOptions options) => Assert.Throws<InputException>(() => new HttpReward(options)).Message;

    private static string Lengths(JsonElement body) =>
        $$"""{"results": [{{string.Join(',', body.GetProperty("completions").EnumerateArray().Select(one => one.GetProperty("text").GetString()!.Length))}}]}""";

    private static async Task<IReadOnlyList<RewardResult>> ScoreAsync(HttpReward reward, params string[] texts) =>
        await reward.ScoreGroupAsync(Asked, [.. texts.Select(text => Scoring.Of(text, [5, 6]))], TestContext.Current.CancellationToken);
}
