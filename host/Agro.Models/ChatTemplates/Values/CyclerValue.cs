namespace Agro.Models.ChatTemplates.Values;

/// <summary>What <c>cycler()</c> makes: values in turns.</summary>
/// <param name="items">The values, at least one.</param>
internal sealed class CyclerValue(IReadOnlyList<object?> items) : IAttributes
{
    private int _position;

    public bool TryGet(string name, Rendering rendering, out object? value)
    {
        value = name switch
        {
            "current" => items[_position],
            "next" => new FunctionValue((_, _) => Next()),
            "reset" => new FunctionValue((_, _) => Reset()),
            _ => null,
        };
        return name is "current" or "next" or "reset";
    }

    private object? Next()
    {
        var value = items[_position];
        _position = (_position + 1) % items.Count;
        return value;
    }

    private object? Reset()
    {
        _position = 0;
        return null;
    }
}
