namespace Agro.Engine.Rewards.Isolation;

/// <summary>
/// The pipes to the host, taken away from the code that runs in the process: what it writes to the output, be it native code or a
/// process that it starts, goes to the error output, and it has nothing to read.
/// </summary>
internal static class WorkerPipes
{
    private const int Input = 0, Output = 1, Error = 2;

    /// <summary>Takes them. Called before anything has touched the console.</summary>
    public static (Stream Input, Stream Output) Take()
    {
        if (OperatingSystem.IsWindows())
        {
            var streams = (Console.OpenStandardInput(), Console.OpenStandardOutput());
            Console.SetOut(Console.Error);
            Console.SetIn(TextReader.Null);
            return streams;
        }

        var (input, output) = (UnixProcess.Duplicate(Input), UnixProcess.Duplicate(Output));
        using (var nothing = File.OpenHandle("/dev/null")) UnixProcess.Replace((int)nothing.DangerousGetHandle(), Input);
        UnixProcess.Replace(Error, Output);
        return (new FileStream(input, FileAccess.Read, bufferSize: 0), new FileStream(output, FileAccess.Write, bufferSize: 0));
    }
}
