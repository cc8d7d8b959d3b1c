using Agro.Models.ChatTemplates.Statements;

namespace Agro.Models.ChatTemplates.Values;

/// <summary>A macro, with the variables that it sees.</summary>
/// <param name="macro">Its definition.</param>
/// <param name="scope">The scope that it is defined in.</param>
internal sealed class MacroValue(MacroStatement macro, Scope scope) : ICallable, IAttributes
{
    public object? Call(Arguments arguments, Rendering rendering)
    {
        rendering.EnterCall();
        var inner = scope.Inner();
        Bind(arguments, inner);
        var text = macro.Body.Capture(inner);
        rendering.LeaveCall();
        return text;
    }

    public bool TryGet(string name, Rendering rendering, out object? value)
    {
        value = name switch
        {
            "name" => macro.Head.Name,
            "arguments" => new TupleValue([.. macro.Head.Parameters.Select(parameter => (object?)parameter.Name)]),
            "caller" => macro.UsedNames.Contains(name),
            "catch_kwargs" => macro.UsedNames.Contains("kwargs"),
            "catch_varargs" => macro.UsedNames.Contains("varargs"),
            _ => null,
        };
        return value is not null;
    }

    private void Bind(Arguments arguments, Scope inner)
    {
        var (parameters, positional) = (macro.Head.Parameters, arguments.Positional);
        var named = arguments.Named.ToList();
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, otherwise) = parameters[i];
            var given = named.FindIndex(argument => argument.Key == name);
            if (i < positional.Count) inner[name] = positional[i];
            else if (given >= 0)
            {
                inner[name] = named[given].Value;
                named.RemoveAt(given);
            }
            else
            {
                inner[name] = otherwise is null
                    ? new UndefinedValue($"the parameter '{name}' of '{macro.Head.Name}' was not given")
                    : otherwise.Evaluate(inner);
            }
        }

        BindRest(arguments, named, inner);
    }

    private void BindRest(Arguments arguments, List<KeyValuePair<string, object?>> named, Scope inner)
    {
        var count = macro.Head.Parameters.Count;
        if (Takes("caller"))
        {
            var caller = named.FindIndex(argument => argument.Key == "caller");
            inner["caller"] = caller >= 0 ? named[caller].Value : new UndefinedValue("there is no caller");
            if (caller >= 0) named.RemoveAt(caller);
        }

        if (Takes("kwargs"))
        {
            var rest = new MappingValue();
            foreach (var (name, value) in named) rest.Set(name, value);
            inner["kwargs"] = rest;
        }
        else if (named.Count > 0)
        {
            throw new TemplateFault($"the macro '{macro.Head.Name}' has no parameter '{named[0].Key}'");
        }

        if (Takes("varargs")) inner["varargs"] = new TupleValue([.. arguments.Positional.Skip(count)]);
        else if (arguments.Positional.Count > count) throw new TemplateFault($"the macro '{macro.Head.Name}' takes at most {count} arguments");
    }

    private bool Takes(string name) => macro.UsedNames.Contains(name) && macro.Head.Parameters.TrueForAll(parameter => parameter.Name != name);
}
