namespace Agro.Models.ChatTemplates.Values;

/// <summary>A value that can be called.</summary>
internal interface ICallable
{
    /// <summary>Calls it.</summary>
    object? Call(Arguments arguments, Rendering rendering);
}

/// <summary>A function, or a method of a value.</summary>
/// <param name="body">What it does.</param>
internal sealed class FunctionValue(Func<Arguments, Rendering, object?> body) : ICallable
{
    public object? Call(Arguments arguments, Rendering rendering) => body(arguments, rendering);
}
