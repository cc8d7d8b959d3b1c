using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agro.Engine.Plugins;

namespace Agro.Engine.Rewards.Isolation;

/// <summary>The process that a reward runs in when its recipe says <c>isolation: process</c>. One call at a time.</summary>
public static class RewardWorker
{
    /// <summary>The command that starts it; not for people.</summary>
    public const string Command = "reward-worker";

    /// <summary>Answers the host's calls until it is told to end, or the host is gone. The first thing that a process does.</summary>
    /// <returns>The exit code; on most systems the process ends before it gets there.</returns>
    public static int Run()
    {
        var (input, output) = WorkerPipes.Take();
        if (!OperatingSystem.IsWindows()) UnixProcess.LeadGroup();
        OfferToTheKernel();
        var host = new WorkerInput(input);
        var start = WorkerStart.Read(JsonNode.Parse(host.Next())!.AsObject());
        object component;
        WorkerCalls calls;
        byte[] ready;
        try
        {
            component = WorkerComponent.Make(start);
            calls = new(component, start.TimeLimit);
            ready = Text(calls.Describe());
            WorkerCalls.Warm();
        }
        catch (Exception exception)
        {
            Send(output, Text(WorkerReply.Fault(exception is InputException ? WorkerFault.Refused : WorkerFault.Thrown, Describe(exception))));
            WorkerInput.End();
            throw;
        }

        Send(output, ready);
        while (host.Next() is var line)
        {
            using var call = JsonDocument.Parse(line);
            if (call.RootElement.TryGetProperty("end", out _)) break;
            Send(output, calls.Answer(call.RootElement));
        }

        new ComponentVersion(component, new(start.Component, start.Plugin, "", "")).Dispose();
        WorkerInput.End();
        return 0;
    }

    /// <summary>What an exception says, for a person.</summary>
    /// <param name="exception">What was thrown.</param>
    internal static string Describe(Exception exception) => exception switch
    {
        PluginException fault => fault.Detail,
        AgroException => exception.Message,
        _ => PluginFault.Describe(exception),
    };

    /// <summary>A message as a line.</summary>
    /// <param name="json">The message.</param>
    internal static byte[] Text(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString() + "\n");

    private static void Send(Stream output, byte[] line)
    {
        output.Write(line);
        output.Flush();
    }

    /// <summary>Where memory runs out on the whole machine, this process is to go rather than the run.</summary>
    private static void OfferToTheKernel()
    {
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not every container allows it.
        }
    }
}
