using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Agro.Cli.Generation;

/// <summary>How completions are sampled, as the command line says it.</summary>
internal sealed class SamplingArguments
{
    private const int DefaultMaxTokens = 128;

    private readonly Option<bool> _greedy = new("--greedy") { Description = "Take the likeliest token always, as --temperature 0 does" };
    private readonly Option<double> _temperature = Number(
        "--temperature", "Divides the logits; 0 takes the likeliest token always", 1, value => value >= 0, "a number of at least 0");
    private readonly Option<double> _topP = Number(
        "--top-p", "Sample from the smallest set of tokens whose probabilities add up to this", 1, IsShare, "above 0 and at most 1");
    private readonly Option<int> _topK = Whole("--top-k", "Sample from this many of the likeliest tokens; 0 for all", 0, 0);
    private readonly Option<int> _maxTokens = Whole(
        "--max-tokens", "The longest completion, in tokens (default less where the model's context ends before)", DefaultMaxTokens, 1);
    private readonly Option<long> _seed = new("--seed")
    {
        HelpName = "N",
        Description = "Decides every random choice",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<int> _count = Whole("--count", "Completions of each prompt", 1, 1);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _greedy, _temperature, _topP, _topK, _maxTokens, _seed, _count }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_greedy) && result.GetResult(_temperature) is { Implicit: false } && result.GetValue(_temperature) != 0)
                result.AddError("--greedy and --temperature exclude each other: give one");
        });
    }

    /// <summary>Reads what was given.</summary>
    /// <param name="result">The command line.</param>
    public SamplingRequest Read(ParseResult result) => new(
        new SamplingOptions
        {
            MaxTokens = result.GetValue(_maxTokens),
            Temperature = result.GetValue(_greedy) ? 0 : result.GetValue(_temperature),
            TopP = result.GetValue(_topP),
            TopK = result.GetValue(_topK),
        },
        IsLimitGiven: result.GetResult(_maxTokens) is { Implicit: false },
        result.GetValue(_count),
        result.GetValue(_seed));

    private static bool IsShare(double value) => value is > 0 and <= 1;

    private static Option<double> Number(string name, string text, double usual, Predicate<double> isAllowed, string allowed) => new(name)
    {
        HelpName = "X",
        Description = text,
        DefaultValueFactory = _ => usual,
        // Not in the person's language: 0.7 is 0.7 everywhere.
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value) && isAllowed(value)) return value;
            result.AddError($"{name} must be {allowed}, found '{result.Tokens[0].Value}'");
            return usual;
        },
    };

    private static Option<int> Whole(string name, string description, int usual, int least)
    {
        var option = new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add((OptionResult result) =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < least)
                result.AddError($"{name} must be at least {least}, found {value}");
        });
        return option;
    }
}

/// <summary>How completions are to be sampled.</summary>
/// <param name="Sampling">The sampling.</param>
/// <param name="IsLimitGiven">Whether the person gave the longest length, so that it must be possible.</param>
/// <param name="Count">Completions of each prompt.</param>
/// <param name="Seed">Decides every random choice.</param>
internal sealed record SamplingRequest(SamplingOptions Sampling, bool IsLimitGiven, int Count, long Seed);
