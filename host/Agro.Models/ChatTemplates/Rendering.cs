using System.Globalization;
using System.Runtime.CompilerServices;

namespace Agro.Models.ChatTemplates;

/// <summary>What is used up while one prompt is rendered, and what must not be exceeded.</summary>
/// <param name="limits">The limits.</param>
/// <param name="now">The time that <c>strftime_now</c> tells.</param>
internal sealed class Rendering(TemplateLimits limits, DateTime now)
{
    private long _work, _iterations;
    private int _calls;

    public DateTime Now { get; } = now;

    public TemplateLimits Limits { get; } = limits;

    /// <summary>Counts work, about a nanosecond or a few bytes each.</summary>
    public void Spend(long amount)
    {
        if ((_work += amount) > Limits.Work) throw Exceeded("takes", Limits.Work, "steps");
    }

    public void CountIteration()
    {
        Spend(4);
        if (++_iterations > Limits.Iterations) throw Exceeded("goes through its loops", Limits.Iterations, "times");
    }

    /// <summary>Begins a call of a macro or a recursive loop.</summary>
    public void EnterCall()
    {
        if (++_calls > Limits.Calls) throw Exceeded("calls macros in each other", Limits.Calls, "deep");
    }

    public void LeaveCall() => _calls--;

    /// <summary>Refuses to go deeper when little of the stack is left.</summary>
    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new TemplateFault("values or calls are in each other too deeply");
    }

    /// <summary>Counts a text that is about to be made.</summary>
    public void SpendText(long length)
    {
        if (length > Limits.TextLength) throw Exceeded("makes a text of", Limits.TextLength, "characters");
        Spend(length);
    }

    /// <summary>Counts a list that is about to be made.</summary>
    public void SpendItems(long count)
    {
        if (count > Limits.Items) throw Exceeded("makes a list of", Limits.Items, "items");
        Spend(4 * count);
    }

    private static TemplateFault Exceeded(string what, long limit, string unit) => new(string.Create(
        CultureInfo.InvariantCulture, $"the template {what} more than {limit} {unit}, which none may"));
}
