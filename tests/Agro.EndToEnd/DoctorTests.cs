namespace Agro.EndToEnd;

public class DoctorTests
{
    [Fact]
    public async Task All_is_well_where_these_tests_run()
    {
        var result = (await AgroHost.RunAsync("doctor")).Expect(0);
        string[] subjects = ["libtorch", "version", "shim", "symbols", "linear cpu", "backward cpu", "generator cpu"];
        Assert.All(subjects, subject => Assert.Contains(result.Lines, line => line.StartsWith($"ok      {subject}", StringComparison.Ordinal)
            || (subject == "symbols" && !OperatingSystem.IsLinux())));
        Assert.DoesNotContain("FAILED", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_libtorch_is_bad_input_and_is_named()
    {
        var result = (await AgroHost.RunAsync("doctor", "--libtorch", "/nonexistent")).Expect(2);
        Assert.Contains("/nonexistent (--libtorch)", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_variable_names_the_folder_too()
    {
        var start = new ProcessStart { Arguments = ["doctor"], Environment = new Dictionary<string, string?> { ["AGRO_LIBTORCH"] = "/nowhere" } };
        Assert.Contains("/nowhere (AGRO_LIBTORCH)", (await AgroHost.RunAsync(start)).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_library_is_refused_without_a_stack()
    {
        var folder = Directory.CreateTempSubdirectory("agro-").FullName;
        try
        {
            var name = OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
            await File.WriteAllTextAsync(Path.Combine(folder, name), "not a library", TestContext.Current.CancellationToken);
            var result = (await AgroHost.RunAsync("doctor", "--libtorch", folder)).Expect(2);
            Assert.StartsWith("cannot load ", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
