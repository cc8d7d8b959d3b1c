using System.Collections.Immutable;

namespace Agro.Models.Generation;

/// <summary>Sees the logits that a token is about to be chosen from.</summary>
/// <param name="request">Index of the request.</param>
/// <param name="completion">Index of the completion within the request.</param>
/// <param name="token">Index of the token within the completion.</param>
/// <param name="logits"><c>[V]</c>, valid during the call.</param>
internal delegate void LogitsObserver(int request, int completion, int token, ReadOnlySpan<float> logits);

/// <summary>
/// Generates for a list of requests with continuous batching: a completion that ends leaves the batch at once, and the next waiting one
/// takes its place. A prompt is computed once, in a slot of its own after the batch's, and copied for each of its completions.
/// </summary>
internal sealed class GenerationRun
{
    // Below these, choosing from so many logits is over before another thread has begun.
    private const int FewestShared = 1 << 18;

    private readonly IDecoder _decoder;
    private readonly IReadOnlyList<GenerationRequest> _requests;
    private readonly ImmutableArray<int> _ends;
    private readonly int _maxBatch, _vocabulary;
    private readonly Sampler[] _samplers;
    private readonly float[] _promptLogits, _logits;
    private readonly int[] _tokens, _positions;
    private readonly SampledToken[] _chosen;
    private readonly List<Row> _rows = [];
    private int _request = -1, _started;

    /// <param name="decoder">Has one slot more than the batch.</param>
    /// <param name="config">The model's shape.</param>
    /// <param name="requests">What to generate; valid.</param>
    /// <param name="ends">The tokens that end a completion.</param>
    /// <param name="maxBatch">The most completions at once.</param>
    public GenerationRun(
        IDecoder decoder, ModelConfig config, IReadOnlyList<GenerationRequest> requests, ImmutableArray<int> ends, int maxBatch)
    {
        (_decoder, _requests, _ends, _maxBatch, _vocabulary) = (decoder, requests, ends, maxBatch, config.VocabularySize);
        _samplers = [.. Enumerable.Range(0, decoder.Threads).Select(_ => new Sampler(_vocabulary))];
        _promptLogits = new float[_vocabulary];
        _logits = new float[maxBatch * _vocabulary];
        (_tokens, _positions) = (new int[maxBatch], new int[maxBatch]);
        _chosen = new SampledToken[maxBatch * Math.Max(1, (decoder as IChoosingDecoder)?.Burst ?? 1)];
        Finished = [.. requests.Select(request => new Row?[request.Count])];
    }

    /// <summary>Called before each choice; null for nobody.</summary>
    public LogitsObserver? Observer { get; init; }

    /// <summary>For each request, its completions; complete after <see cref="Run"/>.</summary>
    public ImmutableArray<Row?[]> Finished { get; }

    /// <summary>Generates until every completion has ended.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Admit();
            if (_rows.Count == 0) return;
            // Who wants to see the logits sees every step.
            if (_decoder is IChoosingDecoder { Burst: > 0 } chooser && Observer is null) Burst(chooser);
            else Step();
        }
    }

    private void Admit()
    {
        while (_rows.Count < _maxBatch && NextPrompt())
        {
            var row = new Row(_request, _started++, _requests[_request]);
            Observe(row, _promptLogits);
            if (Add(row, Chosen(row, _promptLogits, _samplers[0]))) continue;
            var length = _requests[_request].PromptTokens.Length;
            if (_started == _requests[_request].Count) _decoder.Move(_maxBatch, _rows.Count, length);
            else _decoder.Copy(_maxBatch, _rows.Count, length);
            _rows.Add(row);
        }
    }

    /// <summary>Whether a completion waits; its prompt is then in the last slot.</summary>
    private bool NextPrompt()
    {
        if (_request >= 0 && _started < _requests[_request].Count) return true;
        do
        {
            if (++_request >= _requests.Count)
            {
                _request = _requests.Count - 1;
                return false;
            }
            _started = 0;
        }
        while (_requests[_request].Count == 0);
        var prompt = _requests[_request].PromptTokens;
        _decoder.Reserve(prompt.Length + 1);
        _decoder.Prefill(_maxBatch, prompt.AsSpan(), _promptLogits);
        return true;
    }

    private void Step()
    {
        var (count, longest) = (_rows.Count, 0);
        for (var i = 0; i < count; i++)
        {
            (_tokens[i], _positions[i]) = (_rows[i].Tokens[^1], _rows[i].Length - 1);
            longest = Math.Max(longest, _rows[i].Length);
        }
        _decoder.Reserve(longest);
        _decoder.Step(_tokens.AsSpan(0, count), _positions.AsSpan(0, count), _logits.AsSpan(0, count * _vocabulary));
        for (var i = count - 1; i >= 0; i--) Observe(_rows[i], Logits(i));
        if (count * (long)_vocabulary < FewestShared) ChooseFor(0, count, _samplers[0]);
        else _decoder.Share(_samplers.Length, piece => ChooseFor(count * piece / _samplers.Length, count * (piece + 1) / _samplers.Length, _samplers[piece]));
        for (var i = count - 1; i >= 0; i--)
            if (Add(_rows[i], _chosen[i])) Remove(i);
    }

    private void ChooseFor(int first, int end, Sampler sampler)
    {
        for (var i = first; i < end; i++) _chosen[i] = Chosen(_rows[i], Logits(i), sampler);
    }

    private ReadOnlySpan<float> Logits(int row) => _logits.AsSpan(row * _vocabulary, _vocabulary);

    private void Burst(IChoosingDecoder decoder)
    {
        var (count, longest, steps) = (_rows.Count, 0, 0);
        var sequences = new Continuation[count];
        for (var i = 0; i < count; i++)
        {
            sequences[i] = _rows[i].Continuation;
            steps = Math.Max(steps, sequences[i].LastPosition - sequences[i].Position + 1);
        }
        steps = Math.Min(steps, decoder.Burst);
        foreach (var sequence in sequences) longest = Math.Max(longest, Math.Min(sequence.Position + steps - 1, sequence.LastPosition) + 1);
        decoder.Reserve(longest);
        decoder.Continue(sequences, _chosen.AsSpan(0, steps * count));
        for (var i = count - 1; i >= 0; i--)
        {
            var step = 0;
            while (step < steps && !Add(_rows[i], _chosen[(step * count) + i])) step++;
            if (step < steps) Remove(i);
        }
    }

    /// <summary>The last row moves into the gap; rows after it have been chosen for already.</summary>
    private void Remove(int index)
    {
        var last = _rows.Count - 1;
        if (index < last)
        {
            _rows[index] = _rows[last];
            // Its newest token is not in the cache yet.
            _decoder.Move(last, index, _rows[index].Length - 1);
        }
        _rows.RemoveAt(last);
    }

    private void Observe(Row row, ReadOnlySpan<float> logits) => Observer?.Invoke(row.Request, row.Completion, row.Tokens.Count, logits);

    private static SampledToken Chosen(Row row, ReadOnlySpan<float> logits, Sampler sampler) =>
        sampler.Sample(logits, row.Source.Sampling, Philox.Uniform(row.Source.Seed, row.Completion, row.Tokens.Count));

    /// <summary>Adds a token to a row; whether that ends it.</summary>
    /// <exception cref="AgroException">Its logits were no numbers: the policy has diverged.</exception>
    private bool Add(Row row, SampledToken sampled)
    {
        if (!float.IsFinite(sampled.LogProb)) throw new AgroException("the policy's logits are not finite: its weights have diverged");
        row.Tokens.Add(sampled.Token);
        row.LogProbs.Add(sampled.LogProb);
        row.Stopped = _ends.Contains(sampled.Token);
        if (!row.Stopped && row.Tokens.Count < row.Source.Sampling.MaxTokens) return false;
        Finished[row.Request][row.Completion] = row;
        return true;
    }

    /// <summary>A completion in the making.</summary>
    internal sealed class Row(int request, int completion, GenerationRequest source)
    {
        public int Request { get; } = request;

        public int Completion { get; } = completion;

        public GenerationRequest Source { get; } = source;

        public List<int> Tokens { get; } = [];

        public List<float> LogProbs { get; } = [];

        public bool Stopped { get; set; }

        /// <summary>Prompt and completion, in tokens.</summary>
        public int Length => Source.PromptTokens.Length + Tokens.Count;

        /// <summary>How it goes on. The last token that it may have is chosen from the one before, and goes nowhere.</summary>
        public Continuation Continuation => new(
            Tokens[^1], Length - 1, Source.PromptTokens.Length + Source.Sampling.MaxTokens - 2, Source.Sampling, Source.Seed, Completion, Tokens.Count);
    }
}
