using System.Net.Http.Headers;

namespace Agro.Plugins.Rewards.Remote;

/// <summary>
/// Asks a reward server or judge: the completions of a prompt are posted as JSON, and their values come back as JSON. A request is
/// <c>{"prompt": {"id", "text", "messages": [{"role", "content"}], "answer", "fields": {…}}, "completions": [{"text", "finish_reason", "length", "tokens"}]}</c>, where
/// messages and answer are left out where there are none, and length counts tokens. The answer is <c>{"results": [{"value": 0.5, "reason": "…", "extracted": "…"}]}</c>, one
/// result per completion in the same order; a plain number may stand for a result, and null or a value of null says that the reward does
/// not apply. Requests are tried again as the options say.
/// </summary>
[Component("http")]
internal sealed class HttpReward : IGroupRewardFunction, IDisposable
{
    private readonly HttpOptions _options;
    private readonly RetriedPost _post;

    /// <summary>Checks the options; the server is asked for the first time when there is something to score.</summary>
    /// <param name="options">The server, and how patient to be.</param>
    /// <exception cref="InputException">The address is none, a header cannot be sent, or the environment lacks the token.</exception>
    public HttpReward(HttpOptions options)
    {
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new InputException($"http: url is '{options.Url}'; must be an address such as http://localhost:8000/score");
        _options = options;
        _post = new(options, address, Headers(options));
    }

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The server failed, or answered something else than results.</exception>
    public async ValueTask<IReadOnlyList<RewardResult>> ScoreGroupAsync(
        Prompt prompt, IReadOnlyList<Completion> group, CancellationToken cancellationToken)
    {
        var batches = group.Chunk(_options.BatchSize ?? Math.Max(1, group.Count)).Select(batch => ScoreAsync(prompt, batch, cancellationToken));
        return [.. (await Task.WhenAll(batches).ConfigureAwait(false)).SelectMany(results => results)];
    }

    /// <inheritdoc/>
    public void Dispose() => _post.Dispose();

    private async Task<IReadOnlyList<RewardResult>> ScoreAsync(Prompt prompt, Completion[] batch, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _post.SendAsync(RewardRequest.Write(prompt, batch, _options.Tokens), cancellationToken).ConfigureAwait(false);
            return RewardAnswer.Read(answer, batch.Length);
        }
        catch (HttpRequestException exception) when (_options.OnFailure == HttpFailure.NotApplicable)
        {
            return [.. batch.Select(_ => RewardResult.NotApplicable(exception.Message))];
        }
    }

    private static Action<HttpRequestHeaders> Headers(HttpOptions options)
    {
        var token = options.BearerVariable is not { } variable ? null : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value.Trim()
            : throw new InputException($"http: bearer_variable: the environment has no variable '{variable}'");
        using var trial = new HttpRequestMessage();
        Add(trial.Headers);
        return Add;

        void Add(HttpRequestHeaders headers)
        {
            foreach (var (name, text) in options.Headers)
            {
                if (!TryAdd(headers, name, text)) throw new InputException($"http: headers: '{name}' cannot be sent as a header of a request");
            }

            if (token is not null && !TryAdd(headers, "Authorization", $"Bearer {token}"))
                throw new InputException($"http: bearer_variable: what '{options.BearerVariable}' holds cannot be sent in a header");
        }
    }

    private static bool TryAdd(HttpRequestHeaders headers, string name, string value)
    {
        try
        {
            return !value.AsSpan().ContainsAny('\r', '\n') && headers.TryAddWithoutValidation(name, value);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
