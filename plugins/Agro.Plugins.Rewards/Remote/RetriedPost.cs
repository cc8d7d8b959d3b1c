using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Agro.Plugins.Rewards.Remote;

/// <summary>Posts requests, a bounded number at a time, and tries again what may succeed later.</summary>
internal sealed class RetriedPost : IDisposable
{
    // A server that answers without end must not fill the memory.
    private const int MostBytes = 64 << 20;
    private readonly HttpOptions _options;
    private readonly Uri _address;
    private readonly Action<HttpRequestHeaders> _addHeaders;
    private readonly BackOff _backOff;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _free;

    /// <summary>Prepares requests.</summary>
    /// <param name="options">How patient to be.</param>
    /// <param name="address">Where they go.</param>
    /// <param name="addHeaders">Adds the headers to each.</param>
    public RetriedPost(HttpOptions options, Uri address, Action<HttpRequestHeaders> addHeaders)
    {
        (_options, _address, _addHeaders, _backOff) = (options, address, addHeaders, new(options.Backoff, options.MaxBackoff));
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = options.MaxConcurrency };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
        _free = new SemaphoreSlim(options.MaxConcurrency);
    }

    /// <summary>Posts a request, as often as it takes and is allowed.</summary>
    /// <param name="json">The request's body, UTF-8.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="HttpRequestException">The last try failed.</exception>
    public async Task<byte[]> SendAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            Attempt attempt;
            try
            {
                attempt = await TryAsync(json, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _free.Release();
            }

            if (attempt.Body is { } body) return body;
            if (!attempt.MayRetry || tries > _options.Retries)
            {
                var count = tries == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({tries} tries)");
                throw new HttpRequestException($"{_address}: {attempt.Fault}{count}");
            }

            // Waited without holding a place: others may be answered meanwhile.
            await Task.Delay(_backOff.Before(tries, attempt.After, Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _free.Dispose();
    }

    private async Task<Attempt> TryAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.Timeout));
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(json) };
            request.Content.Headers.ContentType = new("application/json");
            _addHeaders(request.Headers);
            using var response = await _client.SendAsync(request, both.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return new(body, null, false, null);
            var isPassing = (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests;
            return new(null, $"answered {(int)response.StatusCode}: {RewardAnswer.Excerpt(body)}", isPassing, After(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout} s"), true, null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new(null, exception.InnerException?.Message ?? exception.Message, true, null);
        }
    }

    private static TimeSpan? After(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date is { } date ? date - DateTimeOffset.UtcNow : null);

    /// <summary>What came of a try.</summary>
    /// <param name="Body">The body of a good answer; null when there is none.</param>
    /// <param name="Fault">What went wrong.</param>
    /// <param name="MayRetry">Whether it may go better later.</param>
    /// <param name="After">How long the server asks to wait.</param>
    private sealed record Attempt(byte[]? Body, string? Fault, bool MayRetry, TimeSpan? After);
}
