using System.Globalization;
using Agro.Plugins.DataSources.Drawing;

namespace Agro.Plugins.DataSources.WordProblems;

/// <summary>A story about someone who has a number of things, told sentence by sentence.</summary>
internal sealed class Story
{
    private static readonly string[] Names = ["Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Hugo", "Iris", "Jonas", "Lena", "Omar"];
    private static readonly string[] Things = ["apples", "marbles", "stickers", "pencils", "cards", "shells", "coins", "buttons", "cookies", "stamps"];
    private static readonly string[] Gains = ["{0} finds {1} more {2}.", "{0} buys {1} more {2}.", "Then {0} gets {1} {2} as a present."];
    private static readonly string[] Losses = ["{0} gives {1} {2} away.", "{0} loses {1} of the {2}.", "Then {0} sells {1} {2}."];

    private readonly string _name;
    private readonly string _other;
    private readonly string _things;
    private readonly List<string> _sentences = [];
    private string _question;

    /// <summary>Begins a story.</summary>
    /// <param name="random">Where choices come from.</param>
    /// <param name="maxNumber">The largest number that it begins with.</param>
    public Story(ref CounterRandom random, int maxNumber)
    {
        var name = random.Next(Names.Length);
        _name = Names[name];
        _other = Names[(name + 1 + random.Next(Names.Length - 1)) % Names.Length];
        _things = Things[random.Next(Things.Length)];
        Number = 3 + random.Next(maxNumber - 2);
        _question = $"How many {_things} does {_name} have now?";
        Tell($"{_name} has {Number} {_things}.");
    }

    /// <summary>How many things there are at the end of the story so far: the answer.</summary>
    public int Number { get; private set; }

    /// <summary>How the number came about, such as <c>3 + 4 = 7</c>.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>The story with its question.</summary>
    public string Text => string.Join(' ', _sentences) + " " + _question;

    /// <summary>Some are added or taken away.</summary>
    /// <returns>False when there are too few for that.</returns>
    public bool Change(ref CounterRandom random)
    {
        var isGain = random.Next(2) == 0;
        var sentence = (isGain ? Gains : Losses)[random.Next(3)];
        if (!isGain && Number < 4) return false;
        var count = 2 + random.Next(isGain ? Math.Max(2, Number) : Number - 3);
        Tell(string.Format(CultureInfo.InvariantCulture, sentence, _name, count, _things));
        Step(Number, isGain ? '+' : '-', count);
        return true;
    }

    /// <summary>Boxes with as many in each are added.</summary>
    public bool Boxes(ref CounterRandom random)
    {
        var (boxes, each) = (2 + random.Next(8), 2 + random.Next(11));
        var before = Number;
        Tell($"{_name} buys {boxes} boxes with {each} {_things} in each.");
        Step(boxes, '*', each);
        Step(before, '+', Number);
        return true;
    }

    /// <summary>Someone has several times as many, and gives them all.</summary>
    public bool Compare(ref CounterRandom random)
    {
        var times = 2 + random.Next(4);
        var before = Number;
        Tell($"{_other} has {times} times as many {_things} as {_name}, and gives all of them to {_name}.");
        Step(times, '*', before);
        Step(before, '+', Number);
        return true;
    }

    /// <summary>A number that does not matter.</summary>
    public bool Aside(ref CounterRandom random)
    {
        Tell($"{_other} is {6 + random.Next(60)} years old.");
        return true;
    }

    /// <summary>All are shared equally, which ends the story.</summary>
    /// <returns>False when no number of friends divides them.</returns>
    public bool Share(ref CounterRandom random)
    {
        var friends = Enumerable.Range(2, 9).Where(count => Number % count == 0 && Number / count > 1).ToList();
        if (friends.Count == 0) return false;
        var chosen = friends[random.Next(friends.Count)];
        Tell($"{_name} shares all the {_things} equally among {chosen} friends.");
        Step(Number, '/', chosen);
        _question = $"How many {_things} does each friend get?";
        return true;
    }

    private void Tell(FormattableString sentence) => Tell(sentence.ToString(CultureInfo.InvariantCulture));

    private void Tell(string sentence) => _sentences.Add(sentence);

    private void Step(int left, char sign, int right)
    {
        Number = sign switch { '+' => left + right, '-' => left - right, '*' => left * right, _ => left / right };
        Steps.Add(string.Create(CultureInfo.InvariantCulture, $"{left} {sign} {right} = {Number}"));
    }
}
