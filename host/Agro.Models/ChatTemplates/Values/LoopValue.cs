using System.Numerics;
using Agro.Models.ChatTemplates.Operations;

namespace Agro.Models.ChatTemplates.Values;

/// <summary>The variable <c>loop</c>. It looks one item ahead, and further only to count items that cannot be counted otherwise.</summary>
internal sealed class LoopValue : IAttributes, ICallable
{
    private readonly Func<object?, string>? _recurse;
    private readonly int _depth;
    private readonly Queue<object?> _ahead = new();
    private readonly IEnumerator<object?> _items;
    private int? _length;
    private int _index = -1;
    private object? _previous;
    private TupleValue? _lastChanged;

    /// <summary>Begins a loop.</summary>
    /// <param name="items">The items.</param>
    /// <param name="length">How many there are; null when that cannot be told.</param>
    /// <param name="depth">How many recursive loops are around it.</param>
    /// <param name="recurse">Renders the body for other items; null when the loop is not recursive.</param>
    public LoopValue(IEnumerable<object?> items, int? length, int depth, Func<object?, string>? recurse) =>
        (_items, _length, _depth, _recurse) = (items.GetEnumerator(), length, depth, recurse);

    public object? Current { get; private set; }

    public int Length
    {
        get
        {
            if (_length is { } known) return known;
            while (LookAhead())
            {
            }

            _length = _index + 1 + _ahead.Count;
            return _length.Value;
        }
    }

    public bool MoveNext()
    {
        if (_ahead.Count == 0 && !LookAhead()) return false;
        _previous = Current;
        Current = _ahead.Dequeue();
        _index++;
        return true;
    }

    public object? Call(Arguments arguments, Rendering rendering) => _recurse is null
        ? throw new TemplateFault("'loop' can be called only in a loop that is 'recursive'")
        : _recurse(arguments.Bind("loop", 1, "iterable")[0]);

    public bool TryGet(string name, Rendering rendering, out object? value)
    {
        value = name switch
        {
            "index" => (BigInteger)(_index + 1),
            "index0" => (BigInteger)_index,
            "revindex" => (BigInteger)(Length - _index),
            "revindex0" => (BigInteger)(Length - _index - 1),
            "first" => _index == 0,
            "last" => _ahead.Count == 0 && !LookAhead(),
            "length" => (BigInteger)Length,
            "depth" => (BigInteger)(_depth + 1),
            "depth0" => (BigInteger)_depth,
            "previtem" => _index == 0 ? new UndefinedValue("there is no previous item") : _previous,
            "nextitem" => _ahead.Count > 0 || LookAhead() ? _ahead.Peek() : new UndefinedValue("there is no next item"),
            "cycle" => new FunctionValue((arguments, _) => Cycle(arguments)),
            "changed" => new FunctionValue(HasChanged),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    private bool LookAhead()
    {
        if (!_items.MoveNext()) return false;
        _ahead.Enqueue(_items.Current);
        return true;
    }

    private object? Cycle(Arguments arguments)
    {
        var values = arguments.Positional;
        return values.Count > 0 ? values[_index % values.Count] : throw new TemplateFault("loop.cycle() takes one or more values");
    }

    private object HasChanged(Arguments arguments, Rendering rendering)
    {
        var values = new TupleValue(arguments.Positional);
        if (_lastChanged is not null && Equality.Equal(_lastChanged, values, rendering)) return false;
        _lastChanged = values;
        return true;
    }
}
