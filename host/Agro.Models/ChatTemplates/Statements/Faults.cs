namespace Agro.Models.ChatTemplates.Statements;

/// <summary>Gives faults the place of the statement that they come from.</summary>
internal static class Faults
{
    public static T At<T>(int offset, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (TemplateFault fault) when (fault.Offset is null)
        {
            fault.Offset = offset;
            throw;
        }
    }
}
