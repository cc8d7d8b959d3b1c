using Agro.Engine.Swaps;

namespace Agro.Tests.Swaps;

public sealed class AssemblyLinksTests : IDisposable
{
    private const string Shared = """
        using System.Collections.Generic;
        public class Scale
        {
            public static double Factor = 2;
            public Scale(double start) { }
            public double Total { get; set; }
            public int Count { get; init; }
            public static double Of(double x) => x;
            public static double Of(in double x, ref int[] counts) => x;
            public T Map<T, TKey>(Dictionary<TKey, List<T[]>> items, T other) => other;
            public virtual string Label() => "";
            public struct Inner { public int Depth; public static Inner Make() => default; }
        }
        public class Wide : Scale { public Wide() : base(1) { } public override string Label() => "wide"; }
        public class Box<T>
        {
            public T Value;
            public static Box<T> Of(T value) => new();
            public void Put(T value, double[,] more) { }
            public class Lid { public void Close(T value) { } }
        }
        public class IntBox : Box<int> { }
        public interface IShape { double Area(); }
        public enum Mode { One, Two }
        public delegate double Change(double x);
        public static class Extensions { public static double Twice(this double x) => 2 * x; }
        public sealed class NamedAttribute(string name) : System.Attribute { public string Name => name; }
        """;

    /// <summary>Uses everything of the other.</summary>
    private const string User = """
        using System.Collections.Generic;
        [Named("x")]
        public class User : Wide, IShape
        {
            public double Area() => Scale.Of(1.0) + Scale.Factor + 3.0.Twice();
            public string Text()
            {
                var counts = new[] { 1 };
                var scale = new Scale(1) { Total = 2, Count = 3 };
                scale.Total += Scale.Of(2.0, ref counts);
                scale.Map(new Dictionary<string, List<int[]>>(), 4);
                var inner = Scale.Inner.Make();
                var box = Box<string>.Of("a");
                box.Put(box.Value, new double[1, 1]);
                new Box<double>.Lid().Close(1);
                new IntBox().Put(1, new double[2, 2]);
                Change change = x => x + inner.Depth;
                return new Wide().Label() + base.Label() + scale.ToString() + scale.GetHashCode() + Mode.Two + change(2);
            }
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Compile(string name, string source, params string[] with) => PluginCompiler.Compile(folder.Of(name), source, with);

    private static List<string> Faults(params string[] files)
    {
        var images = files.Select(file => AssemblyImage.TryRead(file, File.ReadAllBytes(file))!).ToList();
        try
        {
            return [.. AssemblyLinks.Faults(images)];
        }
        finally
        {
            images.ForEach(image => image.Dispose());
        }
    }

    private static string End(string what) => $"User.dll {what}, which that file does not have: the two are from different builds";

    [Fact]
    public void Assemblies_that_were_built_together_fit()
    {
        var shared = Compile("Shared.dll", Shared);
        Assert.Empty(Faults(Compile("User.dll", User, shared), shared));
    }

    [Theory]
    [InlineData("public static double Of(double x) => x;", "public static double Of(float x) => x;", "calls Shared.dll's Scale.Of(double)")]
    [InlineData("public static double Of(double x) => x;", "public static float Of(double x) => 1;", "calls Shared.dll's Scale.Of(double) of type double")]
    [InlineData("public static double Of(double x) => x;", "public double Of(double x) => x;", "calls Shared.dll's Scale.Of(double) as static method of 0")]
    [InlineData("public static double Of(in double x, ref int[] counts)", "public static double Of(in double x, ref long[] counts)",
        "calls Shared.dll's Scale.Of(ref double, ref int[])")]
    [InlineData("public static double Factor = 2;", "public static double Faktor = 2;", "uses Shared.dll's Scale.Factor")]
    [InlineData("public static double Factor = 2;", "public static float Factor = 2;", "uses Shared.dll's Scale.Factor of type double")]
    [InlineData("public Scale(double start) { }", "public Scale(int start) { }", "calls Shared.dll's constructor Scale(double)")]
    [InlineData("public double Total { get; set; }", "public double Total { get; }", "calls Shared.dll's Scale.Total")]
    [InlineData("public int Count { get; init; }", "public int Count { get; set; }", "calls Shared.dll's Scale.Count of type modreq(System.Runtime.CompilerServices.IsExternalInit) void")]
    [InlineData("public T Map<T, TKey>(Dictionary<TKey, List<T[]>> items, T other)", "public T Map<T, TKey>(Dictionary<TKey, List<T>> items, T other)",
        "calls Shared.dll's Scale.Map(System.Collections.Generic.Dictionary<M1, System.Collections.Generic.List<M0[]>>, M0)")]
    [InlineData("public struct Inner { public int Depth;", "public struct Inner { public long Depth;", "uses Shared.dll's Scale.Inner.Depth of type int")]
    [InlineData("public struct Inner {", "public struct Inside { public struct Inner { } public static Inner Make() => default; } public static int Z; public struct Other {",
        "uses Shared.dll's Scale.Inner")]
    [InlineData("public void Put(T value, double[,] more)", "public void Put(T value, double[,,] more)", "calls Shared.dll's Box.Put(T0, double[,])")]
    [InlineData("public void Close(T value)", "public void Close()", "calls Shared.dll's Box.Lid.Close(T0)")]
    [InlineData("public interface IShape", "public interface IForm", "uses Shared.dll's IShape")]
    [InlineData("public interface IShape { double Area(); }", "public class IShape { public double Area() => 1; }", null)]
    [InlineData("public enum Mode { One, Two }", "", "uses Shared.dll's Mode")]
    [InlineData("Twice(this double x)", "Double(this double x)", "calls Shared.dll's Extensions.Twice(double)")]
    [InlineData("NamedAttribute(string name)", "NamedAttribute(string name, int more = 0)", "calls Shared.dll's constructor NamedAttribute(string)")]
    [InlineData("public override string Label() => \"wide\";", "", null)]
    public void What_one_build_uses_and_another_lacks_is_named(string old, string changed, string? fault)
    {
        Assert.Contains(old, Shared, StringComparison.Ordinal);
        var shared = Compile("Shared.dll", Shared);
        var user = Compile("User.dll", User, shared);
        var source = Shared.Replace(old, changed, StringComparison.Ordinal);
        if (changed.Contains("Inside", StringComparison.Ordinal)) source = source.Replace("Inner Make() => default; }", "Other Make() => default; }", StringComparison.Ordinal)
            .Replace("struct Inner { } public static Other", "struct Inner { } public static Inner", StringComparison.Ordinal);
        Compile("Shared.dll", source);
        var faults = Faults(user, shared);
        if (fault is null) Assert.Empty(faults);
        else Assert.Contains(End(fault), faults);
    }

    [Fact]
    public void Members_of_a_base_type_are_found_there()
    {
        var shared = Compile("Shared.dll", Shared);
        var user = Compile("User.dll", User, shared);
        Compile("Shared.dll", Shared.Replace("public class Box<T>", "public class Crate<T> { public void Put(T value, double[,] more) { } }\npublic class Box<T> : Crate<T>", StringComparison.Ordinal)
            .Replace("            public void Put(T value, double[,] more) { }\n", "", StringComparison.Ordinal));
        Assert.Empty(Faults(user, shared));
    }

    [Fact]
    public void Types_that_have_moved_are_followed()
    {
        var shared = Compile("Shared.dll", Shared);
        var user = Compile("User.dll", User, shared);
        var core = Compile("Core.dll", Shared);
        var forwards = string.Concat(new[] { "Scale", "Wide", "Box<>", "IntBox", "IShape", "Mode", "Change", "Extensions", "NamedAttribute" }
            .Select(type => $"[assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof({type}))]\n"));
        Compile("Shared.dll", forwards, core);
        Assert.Empty(Faults(user, shared, core));
        Assert.Empty(Faults(user, shared));

        Compile("Core.dll", Shared.Replace("Factor", "Faktor", StringComparison.Ordinal));
        Assert.Equal([End("uses Core.dll's Scale.Factor")], Faults(user, shared, core));
        Compile("Core.dll", Shared.Replace("public enum Mode { One, Two }", "", StringComparison.Ordinal));
        Assert.Contains(End("uses Shared.dll's Mode"), Faults(user, shared, core));
    }

    [Fact]
    public void Assemblies_outside_of_the_set_are_not_looked_at()
    {
        var shared = Compile("Shared.dll", Shared);
        var user = Compile("User.dll", User, shared);
        Assert.Empty(Faults(user));
    }

    [Fact]
    public void Plugins_of_this_repository_and_what_they_bring_fit()
    {
        var sample = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(file => Path.GetFileName(file) is var name
            && (name.StartsWith("Agro.", StringComparison.Ordinal) || name.StartsWith("Parquet", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.StartsWith("YamlDotNet", StringComparison.Ordinal)
                || name is "TorchSharp.dll" or "McMaster.NETCore.Plugins.dll")).ToArray();
        Assert.InRange(sample.Length, 6, 100);
        Assert.Empty(Faults(sample));
    }
}
