using Agro.Cli.JsonLines;
using static TorchSharp.torch;

namespace Agro.Cli.Commands.Trials;

/// <summary>A batch for an algorithm: ragged lists, one per completion.</summary>
/// <param name="Row">The row, for messages.</param>
internal sealed record LossRow(InputRow Row)
{
    private static readonly string[] PerToken = ["log_probs", "behavior_log_probs", "reference_log_probs", "entropies", "values", "mask"];
    private readonly Dictionary<string, List<List<double>>> _perToken = [];
    private readonly List<double> _rewards = [];
    private readonly List<long> _groups = [];

    /// <summary>The algorithm that the row is meant for; null for any.</summary>
    public string? Algorithm { get; private init; }

    /// <summary>The options, a JSON object; null for none.</summary>
    public string? Options { get; private init; }

    /// <summary>How long the completions are.</summary>
    public IReadOnlyList<int> Lengths => [.. _perToken["log_probs"].Select(tokens => tokens.Count)];

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="InputException">It cannot be used.</exception>
    public static LossRow Parse(InputRow row)
    {
        var options = row.Find("options");
        if (options is { ValueKind: not System.Text.Json.JsonValueKind.Object } other) throw row.Wrong("options", other, "an object");
        var batch = new LossRow(row) { Algorithm = row.TextOrNull("algorithm"), Options = options?.GetRawText() };
        batch._rewards.AddRange(row.List("rewards", "numbers", InputRow.NumberOf));
        batch._groups.AddRange(row.List("group", "whole numbers", InputRow.IntegerOf));
        foreach (var name in PerToken)
            if (row.Matrix(name) is { } lists) batch._perToken[name] = lists;
        batch.CheckShapes();
        return batch;
    }

    /// <summary>Refuses an algorithm that needs more than the row has.</summary>
    /// <param name="name">The algorithm.</param>
    /// <param name="needs">What it needs.</param>
    /// <exception cref="InputException">Something is missing.</exception>
    public void Require(string name, AlgorithmNeeds needs)
    {
        foreach (var (flag, key) in new[]
        {
            (AlgorithmNeeds.Reference, "reference_log_probs"),
            (AlgorithmNeeds.Behavior, "behavior_log_probs"),
            (AlgorithmNeeds.Entropy, "entropies"),
            (AlgorithmNeeds.Values, "values"),
        })
        {
            if (needs.HasFlag(flag) && !_perToken.ContainsKey(key)) throw Row.Fault($"'{name}' needs '{key}', which the row lacks");
        }
    }

    /// <summary>Makes the batch. Log-probabilities, entropies and values are leaves.</summary>
    /// <param name="type">The floating type.</param>
    public PolicyBatch ToBatch(ScalarType type)
    {
        // Prompts may have any numbers; the batch counts them.
        var prompts = _groups.Distinct().Select((prompt, index) => (prompt, index))
            .ToDictionary(pair => pair.prompt, pair => (long)pair.index);
        return new PolicyBatch
        {
            LogProbs = Padded("log_probs", type)!.requires_grad_(),
            BehaviorLogProbs = Padded("behavior_log_probs", type),
            ReferenceLogProbs = Padded("reference_log_probs", type),
            Entropies = Padded("entropies", type)?.requires_grad_(),
            Values = Padded("values", type)?.requires_grad_(),
            Mask = Padded("mask", type)
                ?? Padded(_perToken["log_probs"].Select(tokens => Enumerable.Repeat(1.0, tokens.Count).ToList()), type),
            Rewards = tensor([.. _rewards], type),
            Group = tensor(_groups.Select(prompt => prompts[prompt]).ToArray()),
            GroupCount = prompts.Count,
        };
    }

    private void CheckShapes()
    {
        if (!_perToken.TryGetValue("log_probs", out var logProbs)) throw Row.Missing("log_probs", "a list of lists of numbers");
        if (logProbs.Count == 0) throw Row.Fault("'log_probs' is empty: a batch has at least one completion");
        foreach (var (name, count) in new[] { ("rewards", _rewards.Count), ("group", _groups.Count) })
            if (count != logProbs.Count) throw Row.Fault($"'{name}' has {count} items for the {logProbs.Count} completions of 'log_probs'");
        foreach (var (name, lists) in _perToken)
        {
            if (lists.Count != logProbs.Count)
                throw Row.Fault($"'{name}' has {lists.Count} items for the {logProbs.Count} completions of 'log_probs'");
            for (var i = 0; i < lists.Count; i++)
                if (lists[i].Count != logProbs[i].Count)
                    throw Row.Fault($"'{name}[{i}]' has {lists[i].Count} tokens, 'log_probs[{i}]' has {logProbs[i].Count}");
        }
    }

    private Tensor? Padded(string name, ScalarType type) => _perToken.TryGetValue(name, out var lists) ? Padded(lists, type) : null;

    private Tensor Padded(IEnumerable<IReadOnlyList<double>> lists, ScalarType type)
    {
        var padded = new double[_rewards.Count, Math.Max(1, Lengths.Max())];
        foreach (var (b, tokens) in lists.Index())
            foreach (var (t, value) in tokens.Index()) padded[b, t] = value;
        return tensor(padded, type);
    }
}
