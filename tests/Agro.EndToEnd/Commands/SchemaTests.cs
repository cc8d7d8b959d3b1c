using Agro.Tests;

namespace Agro.EndToEnd.Commands;

public class SchemaTests
{
    [Fact]
    public async Task The_schema_in_the_repository_is_what_the_program_writes()
    {
        var kept = await File.ReadAllTextAsync(
            Path.Combine(SharedData.Repository, "recipes.schema.json"), TestContext.Current.CancellationToken);
        Assert.Equal(kept, (await AgroHost.RunAsync("schema")).Expect(0).Output);
    }

    [Fact]
    public async Task A_file_takes_the_schema_and_an_old_one_is_replaced()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("schema.json", "old");
        Assert.Equal("", (await AgroHost.RunAsync("schema", "--output", file)).Expect(0).Output);
        Assert.StartsWith(
            "{\n  \"$schema\"", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused() =>
        (await AgroHost.RunAsync("schema", "--output", "/nowhere/schema.json"))
            .ExpectRefusal("/nowhere/schema.json: there is no folder /nowhere");
}
