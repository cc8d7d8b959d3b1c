using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Agro.Plugins.Rewards.Remote;

/// <summary>Options of <c>http</c>.</summary>
internal sealed record HttpOptions
{
    /// <summary>Where requests are posted to, such as <c>http://localhost:8000/score</c>.</summary>
    public required string Url { get; init; }

    /// <summary>How many completions of a group one request holds at most: 1 for a request each. The whole group when left out.</summary>
    [Range(1, int.MaxValue)]
    public int? BatchSize { get; init; }

    /// <summary>Seconds until a request is given up and tried again. 30 by default.</summary>
    [Range(0.01, 3600)]
    public double Timeout { get; init; } = 30;

    /// <summary>
    /// How often a request is tried again after a timeout, a broken connection, or an answer 408, 425, 429 or 5xx. Other answers are faults at once. 3 by
    /// default.
    /// </summary>
    [Range(0, 100)]
    public int Retries { get; init; } = 3;

    /// <summary>
    /// Seconds before the first retry; each further one waits twice as long, up to max_backoff, less a random part of up to a half. A
    /// server's <c>Retry-After</c> counts instead where it is longer. 0.5 by default.
    /// </summary>
    [Range(0, 3600)]
    public double Backoff { get; init; } = 0.5;

    /// <summary>The longest wait between two tries, in seconds. 30 by default.</summary>
    [Range(0, 3600)]
    public double MaxBackoff { get; init; } = 30;

    /// <summary>How many requests may be under way together. 8 by default.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Further headers of a request. Secrets belong into the environment: see bearer_variable.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The environment variable that holds a token, sent as <c>Authorization: Bearer TOKEN</c>. None when left out.</summary>
    public string? BearerVariable { get; init; }

    /// <summary>Whether requests hold the completions' token ids too. Off by default.</summary>
    public bool Tokens { get; init; }

    /// <summary>What it means when a request has failed for good.</summary>
    public HttpFailure OnFailure { get; init; } = HttpFailure.Fault;
}

/// <summary>What a request means that failed for good.</summary>
internal enum HttpFailure
{
    /// <summary>A fault: the group is left out and counted, and the run stops where there are too many.</summary>
    Fault,

    /// <summary>The reward does not apply to the completions of the request; the other rewards decide.</summary>
    NotApplicable,
}
