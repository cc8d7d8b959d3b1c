using System.Numerics;
using Agro.Models.ChatTemplates.Operations;
using Agro.Models.ChatTemplates.Values;

namespace Agro.Models.ChatTemplates.Builtins;

/// <summary>The functions that every template has.</summary>
internal static class Globals
{
    public static void Define(Scope scope)
    {
        scope["range"] = new FunctionValue(Range);
        scope["dict"] = new FunctionValue((arguments, rendering) => Dict("dict", arguments, rendering));
        scope["namespace"] = new FunctionValue(Namespace);
        scope["cycler"] = new FunctionValue((arguments, _) =>
            arguments is { Positional.Count: > 0, Named.Count: 0 } ? new CyclerValue(arguments.Positional) : throw new TemplateFault("cycler() takes one or more values"));
        scope["joiner"] = new FunctionValue((arguments, _) => Joiner(arguments));
        scope["raise_exception"] = new FunctionValue((arguments, rendering) =>
            throw new TemplateFault(Text.Of(arguments.Bind("raise_exception", 1, "message")[0], rendering)));
        scope["strftime_now"] = new FunctionValue((arguments, rendering) =>
            StrftimeText.Of(rendering.Now, arguments.Bind("strftime_now", 1, "format").Text(0), rendering));
        foreach (var name in new[] { "lipsum", "self" }) scope[name] = new FunctionValue((_, _) => throw new TemplateFault($"{name}() is not supported"));
    }

    private static RangeValue Range(Arguments arguments, Rendering rendering)
    {
        var bound = arguments.Bind("range", 1, "start", "stop", "step");
        var (start, stop) = bound.Has(1) ? (bound.Integer(0), bound.Integer(1)) : (0, bound.Integer(0));
        var step = bound.Integer(2, 1);
        if (step.IsZero) throw new TemplateFault("range(): the step cannot be 0");
        var span = step.Sign > 0 ? stop - start : start - stop;
        var count = span.Sign <= 0 ? BigInteger.Zero : (span - 1) / BigInteger.Abs(step) + 1;
        return count <= rendering.Limits.Range
            ? new(start, step, (int)count)
            : throw new TemplateFault($"range() of {count} numbers: a template may have {rendering.Limits.Range}");
    }

    private static NamespaceValue Namespace(Arguments arguments, Rendering rendering)
    {
        var made = new NamespaceValue();
        foreach (var (key, value) in Dict("namespace", arguments, rendering).Entries)
            made.Variables[key as string ?? throw new TemplateFault("namespace(): the names must be texts")] = value;
        return made;
    }

    private static MappingValue Dict(string function, Arguments arguments, Rendering rendering)
    {
        if (arguments.Positional.Count > 1) throw new TemplateFault($"{function}() takes one dictionary or list of pairs, and values with names");
        var made = new MappingValue();
        if (arguments.Positional is [var source])
        {
            var pairs = source is MappingValue mapping ? new MappingView(mapping, MappingViewKind.Items) : source;
            foreach (var pair in Iteration.Of(pairs, rendering))
            {
                if (Iteration.TryOf(pair) is null || Iteration.ToList(pair, rendering) is not [var key, var value])
                    throw new TemplateFault($"{function}() takes a dictionary or a list of pairs");
                KeyComparer.Check(key, rendering);
                rendering.SpendItems(4);
                made.Set(key, value);
            }
        }

        foreach (var (name, value) in arguments.Named) made.Set(name, value);
        return made;
    }

    private static FunctionValue Joiner(Arguments arguments)
    {
        var separator = arguments.Bind("joiner", 0, "sep").Or(0, ", ");
        var isUsed = false;
        return new((none, _) =>
        {
            none.Bind("joiner", 0);
            var result = isUsed ? separator : "";
            isUsed = true;
            return result;
        });
    }
}
