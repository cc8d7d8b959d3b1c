using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Agro.Cli.Authoring;

/// <summary>The name of something new.</summary>
/// <param name="Class">As it was given: the class, or the file without its ending.</param>
/// <param name="Use">As recipes call it after <c>use:</c>.</param>
internal sealed partial record ComponentName(string Class, string Use)
{
    /// <summary>What the generated code uses besides the contract: a class of the same name would take its place.</summary>
    private static readonly Type[] Neighbors =
    [
        typeof(object), typeof(File), typeof(Task), typeof(CancellationToken), typeof(List<>), typeof(Enumerable), typeof(HttpClient),
        typeof(System.Globalization.CultureInfo), typeof(RangeAttribute), typeof(JsonNode), typeof(System.Text.Json.JsonDocument),
        typeof(Process), typeof(System.ComponentModel.Win32Exception), typeof(System.Reflection.Assembly),
    ];

    /// <summary>Names that only the tests use.</summary>
    private static readonly string[] OfTests = ["Assert", "TestContext", "Tests", "Xunit", "Agro", "System", "Microsoft", "TorchSharp"];

    /// <summary>Reads the name of a component, which becomes a class.</summary>
    /// <param name="kind">What it names.</param>
    /// <param name="given">The name.</param>
    /// <exception cref="InputException">It cannot be one; the message suggests another.</exception>
    public static ComponentName OfClass(ProjectKind kind, string given)
    {
        if (!ClassName().IsMatch(given))
        {
            throw new InputException($"'{given}' cannot name a {kind.Name}: it becomes a C# class, so it begins with a capital letter and has "
                + $"only letters of A to Z, digits and '_'. Did you mean '{Suggest(kind, given)}'?");
        }

        if (IsTaken(given))
        {
            throw new InputException($"'{given}' cannot name a {kind.Name}: C# code uses that name already. "
                + $"Did you mean '{given}{Pascal(kind.Name)}'?");
        }

        return new(given, Kebab(given));
    }

    /// <summary>Reads the name of a file.</summary>
    /// <param name="kind">What it names.</param>
    /// <param name="given">The name, without its ending.</param>
    /// <exception cref="InputException">It cannot be one; the message suggests another.</exception>
    public static ComponentName OfFile(ProjectKind kind, string given)
    {
        if (FileName().IsMatch(given)) return new(given, Kebab(given));
        var plain = NotOfFile().Replace(Path.GetFileName(given), "-").Trim('-', '.');
        throw new InputException($"'{given}' cannot name a {kind.Name}: letters of A to Z, digits, '.', '_' and '-' can, and a letter or digit "
            + $"comes first. Did you mean '{(plain.Length > 0 ? plain : $"my-{kind.Name}")}'? --output names the folder");
    }

    private static bool IsTaken(string name) => OfTests.Contains(name)
        || typeof(ComponentAttribute).Assembly.GetExportedTypes().Any(type => type.Name == name || type.Name == $"{name}Options")
        || Neighbors.Any(neighbor => neighbor.Assembly.GetType($"{neighbor.Namespace}.{name}") is { IsPublic: true });

    private static string Suggest(ProjectKind kind, string given)
    {
        var pascal = Pascal(given).TrimStart('_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        pascal = pascal.Length > 0 ? $"{char.ToUpperInvariant(pascal[0])}{pascal[1..]}" : $"My{Pascal(kind.Name)}";
        return IsTaken(pascal) ? pascal + Pascal(kind.Name) : pascal;
    }

    private static string Pascal(string words) => string.Concat(
        NotOfClass().Split(words).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Words joined by hyphens: a capital begins one, and of several capitals the last, unless nothing follows.</summary>
    private static string Kebab(string name) =>
        NotOfClass().Replace(WordStart().Replace(name, "-"), "-").Replace('_', '-').Trim('-').ToLowerInvariant() is var words
            ? Hyphens().Replace(words, "-")
            : "";

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9_]*\z")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex FileName();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotOfFile();

    [GeneratedRegex("[^A-Za-z0-9_]+")]
    private static partial Regex NotOfClass();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Hyphens();
}
