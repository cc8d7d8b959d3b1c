using Agro.Engine.Plugins;

namespace Agro.Tests.Plugins;

public sealed class PluginFaultTests : IDisposable
{
    private readonly PluginFolder plugins = new();

    public void Dispose() => plugins.Dispose();

    private ComponentDescription Component(string source)
    {
        plugins.Compile("Faulty.dll", source);
        return Assert.Single(plugins.Load("Faulty.dll").Components);
    }

    private const string Score = "public ValueTask<RewardResult> ScoreAsync(Prompt prompt, Completion completion, CancellationToken token)";

    [Fact]
    public void A_throwing_constructor_is_located_through_the_symbols_beside_the_DLL()
    {
        var component = Component($$"""
            [Component("faulty")]
            public sealed class Faulty : IRewardFunction
            {
                public Faulty()
                {
                    var table = new Dictionary<string, int>();
                    _ = table["absent"];
                }
                {{Score}} => default;
            }
            """);
        var fault = Assert.Throws<PluginException>(() => ComponentFactory.Create<IRewardFunction>(component, null));

        Assert.Equal($"{plugins.Of("Faulty.dll")}: faulty: constructor: "
            + "KeyNotFoundException: The given key 'absent' was not present in the dictionary. at Faulty.cs:7", fault.Message);
        Assert.Equal((1, null), (fault.ExitCode, fault.InnerException));
    }

    [Fact]
    public void A_constructor_that_refuses_its_input_is_bad_input()
    {
        var component = Component($$"""
            [Component("faulty")]
            public sealed class Faulty : IRewardFunction
            {
                public Faulty() => throw new InputException("words.txt:3: no such word");
                {{Score}} => default;
            }
            """);
        var fault = Assert.Throws<InputException>(() => ComponentFactory.Create<IRewardFunction>(component, null));
        Assert.Equal("words.txt:3: no such word", fault.Message);
        Assert.DoesNotContain("Faulty", fault.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_an_async_method_names_its_cause_and_its_line()
    {
        var component = Component($$"""
            [Component("faulty")]
            public sealed class Faulty : IRewardFunction
            {
                public async {{Score[7..]}}
                {
                    await Task.Yield();
                    try { int.Parse(completion.Text); }
                    catch (FormatException exception)
                    {
                        throw new OddException(exception);
                    }
                    return 1;
                }
            }
            public sealed class OddException(Exception inner) : Exception("cannot score", inner);
            """);
        var reward = ComponentFactory.Create<IRewardFunction>(component, null);
        var exception = await Record.ExceptionAsync(() =>
            reward.ScoreAsync(PluginFolder.Prompt, PluginFolder.Answer("x"), TestContext.Current.CancellationToken).AsTask());
        Assert.Equal("OddException: cannot score (caused by FormatException: The input string 'x' was not in a correct format.) "
            + "at Faulty.cs:10", PluginFault.Describe(exception!));
    }

    [Fact]
    public void Wrappers_are_left_out_and_unreadable_messages_survived()
    {
        var component = Component($$"""
            [Component("faulty")]
            public sealed class Faulty : IRewardFunction
            {
                static readonly int Number = Fail();
                static int Fail() => throw new Mute();
                public Faulty() => Console.Write(Number);
                {{Score}} => default;
            }
            public sealed class Mute : Exception { public override string Message => throw new Exception("no"); }
            """);
        var fault = Assert.Throws<PluginException>(() => ComponentFactory.Create<IRewardFunction>(component, null));
        Assert.Equal("Mute: (its message cannot be read) at Faulty.cs:5", fault.Detail);
    }

    [Fact]
    public void Without_symbols_the_method_is_named()
    {
        plugins.Compile("Faulty.dll", $$"""
            [Component("faulty")]
            public sealed class Faulty : IRewardFunction
            {
                public Faulty() => throw new NotSupportedException("not here");
                {{Score}} => default;
            }
            """);
        File.Delete(plugins.Of("Faulty.pdb"));
        var component = Assert.Single(plugins.Load("Faulty.dll").Components);
        var fault = Assert.Throws<PluginException>(() => ComponentFactory.Create<IRewardFunction>(component, null));
        Assert.Equal("NotSupportedException: not here at Faulty..ctor", fault.Detail);
    }

    [Fact]
    public void The_factory_refuses_what_does_not_fit()
    {
        var component = Component(PluginCompiler.Constant("constant", 1));
        Assert.Throws<ArgumentException>(() => ComponentFactory.Create<IDataSource>(component, null));
        Assert.Throws<ArgumentException>(() => ComponentFactory.Create<IRewardFunction>(component, "options"));
    }
}
