using System.Collections.Immutable;
using System.Globalization;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.WordProblems;

/// <summary>
/// Short stories that ask for a number, as in grade-school mathematics, with the answer worked out step by step and after <c>####</c>, in
/// five levels. Fields: <c>question</c>, <c>level</c>, <c>steps</c> (how many). The prompt at an index is a function of the seed and the index alone.
/// </summary>
[Component("word-problems")]
internal sealed class WordProblemSource : ProblemSource
{
    private const string Template = "Question: {question}\nWrite the final answer after \"####\".\nAnswer:";
    private readonly WordProblemOptions _options;

    /// <summary>Checks the options.</summary>
    /// <param name="options">Which problems there are.</param>
    /// <exception cref="InputException">No problem fits them.</exception>
    public WordProblemSource(WordProblemOptions options)
        : base("word-problems", options, Template, (options.MinLevel, options.MaxLevel))
    {
        if (options.MinLevel > options.MaxLevel)
            throw new InputException($"word-problems: min_level ({options.MinLevel}) is above max_level ({options.MaxLevel})");
        _options = options;
        Make(0);
    }

    /// <inheritdoc/>
    protected override Problem? Draw(ref CounterRandom random, int level)
    {
        var story = new Story(ref random, _options.MaxNumber);
        var isTold = level switch
        {
            1 => story.Change(ref random),
            2 => story.Change(ref random) && story.Change(ref random),
            3 => story.Boxes(ref random) && story.Change(ref random),
            4 => story.Boxes(ref random) && story.Change(ref random) && story.Share(ref random),
            _ => story.Compare(ref random) && story.Aside(ref random) && story.Boxes(ref random) && story.Change(ref random) && story.Share(ref random),
        };
        if (!isTold) return null;
        var question = story.Text;
        var answer = story.Number.ToString(CultureInfo.InvariantCulture);
        var fields = ImmutableDictionary<string, string>.Empty
            .Add("question", question).Add("steps", story.Steps.Count.ToString(CultureInfo.InvariantCulture));
        return new(question, answer, (_options.Steps ? string.Join('\n', story.Steps) + "\n" : "") + $"#### {answer}", fields);
    }
}
