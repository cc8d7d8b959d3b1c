using Agro.Engine.Runs;

namespace Agro.Tests.Runs;

public sealed class RunPreparationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_script_comes_out_as_compiled_whether_or_not_that_was_begun(bool begun)
    {
        var path = _folder.Write("hook.csx", "OnStep(step => { });");
        var preparation = new RunPreparation();
        if (begun) preparation.Compile([path, path]);
        var script = preparation.Script(path);
        Assert.Equal(path, script.Path);
        Assert.NotEmpty(script.Image);
    }

    [Fact]
    public void What_is_wrong_with_a_script_is_told_when_it_is_asked_for_and_not_before()
    {
        var (good, bad) = (_folder.Write("good.csx", "OnStep(step => { });"), _folder.Write("bad.csx", "OnStep(step =>\n    step.Sotp());"));
        var preparation = new RunPreparation();
        preparation.Compile([bad, good]);
        Assert.Equal(good, preparation.Script(good).Path);
        Assert.Contains("bad.csx:2:10: CS1061", Assert.ThrowsAny<InputException>(() => preparation.Script(bad)).Message, StringComparison.Ordinal);
    }
}
