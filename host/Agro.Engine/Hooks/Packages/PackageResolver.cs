using System.Collections.Immutable;
using Agro.Engine.Plugins;
using Agro.Engine.Recipes;

namespace Agro.Engine.Hooks.Packages;

/// <summary>
/// Finds the assemblies of packages and of what those need, among the packages that are restored on this machine; nothing is ever
/// fetched. What the runtime or the host has itself is never taken from a package.
/// </summary>
/// <param name="folder">The restored packages.</param>
internal sealed class PackageResolver(PackageFolder folder)
{
    private const int MostRounds = 50;

    private readonly List<(string Reference, RestoredPackage Package)> asked = [];

    /// <summary>Finds the assemblies of packages.</summary>
    /// <param name="references">What a script says after <c>#r</c>, such as <c>nuget: Name, 1.2.3</c>.</param>
    /// <param name="folder">The restored packages.</param>
    /// <returns>The DLLs, absolute.</returns>
    /// <exception cref="PackageException">Packages cannot be had.</exception>
    public static ImmutableArray<string> Resolve(IReadOnlyList<string> references, PackageFolder folder)
    {
        var resolver = new PackageResolver(folder);
        var faults = new List<PackageFault>();
        foreach (var reference in references)
        {
            try
            {
                resolver.Ask(reference);
            }
            catch (PackageException exception)
            {
                faults.AddRange(exception.Faults);
            }
        }

        return faults.Count == 0 ? [.. Libraries(resolver.Close())] : throw new PackageException(faults);
    }

    /// <summary>Finds a package that the script names.</summary>
    private void Ask(string reference)
    {
        var request = PackageRequest.Of(reference);
        if (IsOurs(request.Id)) return;
        var versions = folder.VersionsOf(request.Id);
        var version = request.Version is { } exact
            ? versions.FirstOrDefault(version => version.CompareTo(exact) == 0)
            : versions.OrderBy(version => !version.IsPrerelease).LastOrDefault();
        if (version is null || folder.Find(request.Id, version) is not { } package)
        {
            throw new PackageException(reference, NotRestored(request, versions));
        }

        if (asked.FirstOrDefault(other => Same(other.Package.Id, package.Id)) is { Package: { } earlier } && earlier.Version.CompareTo(version) != 0)
        {
            throw new PackageException(reference, $"package {package.Id} is asked for as {version} here and as {earlier.Version} before");
        }

        asked.Add((reference, Usable(package, reference)));
    }

    /// <summary>Adds what the packages need. What the script names stays; of everything else it is the lowest version that does for all.</summary>
    private List<RestoredPackage> Close()
    {
        var chosen = asked.DistinctBy(entry => entry.Package.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(entry => entry.Package.Id, entry => entry.Package, StringComparer.OrdinalIgnoreCase);
        var direct = chosen.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var round = 0; round < MostRounds; round++)
        {
            var needs = Needs(chosen);
            var before = Names(chosen);
            foreach (var need in needs.Where(need => direct.Contains(need.Key))) CheckDirect(chosen[need.Key], need.Value);
            var reached = needs.Where(need => !direct.Contains(need.Key)).ToDictionary(need => need.Key, need => Lowest(need.Key, need.Value));
            foreach (var id in chosen.Keys.Except(direct, StringComparer.OrdinalIgnoreCase).ToList()) chosen.Remove(id);
            foreach (var (id, package) in reached) chosen[id] = package;
            if (before.SetEquals(Names(chosen))) break;
        }

        return [.. chosen.Values];
    }

    private static HashSet<string> Names(Dictionary<string, RestoredPackage> chosen) =>
        [.. chosen.Values.Select(package => $"{package.Id} {package.Version}")];

    /// <summary>What the chosen packages need, by package; followed from the named ones.</summary>
    private Dictionary<string, List<Need>> Needs(Dictionary<string, RestoredPackage> chosen)
    {
        var needs = new Dictionary<string, List<Need>>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<(string Reference, RestoredPackage Package)>(asked);
        while (queue.TryDequeue(out var next))
        {
            if (!seen.Add(next.Package.Id)) continue;
            foreach (var (id, range) in next.Package.Dependencies.Where(dependency => !IsOurs(dependency.Id)))
            {
                if (!needs.TryGetValue(id, out var list)) needs.Add(id, list = []);
                list.Add(new(range, next.Package, next.Reference));
                if (chosen.TryGetValue(id, out var package)) queue.Enqueue((next.Reference, package));
            }
        }

        return needs;
    }

    private RestoredPackage Lowest(string id, List<Need> needs)
    {
        var versions = folder.VersionsOf(id);
        var version = versions.OrderBy(version => version.IsPrerelease).ThenBy(version => version)
            .FirstOrDefault(version => needs.TrueForAll(need => need.Range.Contains(version)));
        var first = needs[0];
        if (version is not null && folder.Find(id, version) is { } package) return Usable(package, first.Reference);
        var wanted = string.Join(", ", needs.Select(need => $"{need.By.Id} {need.By.Version} needs {need.Range}").Distinct());
        throw new PackageException(first.Reference, $"package {id} is not restored as it is needed: {wanted}. {Restored(versions)}"
            + $"Restore it with 'dotnet add package {first.By.Id} --version {first.By.Version}' in any project");
    }

    private static void CheckDirect(RestoredPackage package, List<Need> needs)
    {
        if (needs.Find(need => !need.Range.Reaches(package.Version)) is not { } need) return;
        throw new PackageException(need.Reference,
            $"package {need.By.Id} {need.By.Version} needs package {package.Id} {need.Range}, but the script asks for {package.Version}");
    }

    private static RestoredPackage Usable(RestoredPackage package, string reference)
    {
        if (package.Libraries() is null)
        {
            throw new PackageException(reference, $"package {package.Id} {package.Version} has no assemblies for .NET {Environment.Version.Major}; "
                + $"it has: {string.Join(", ", package.Frameworks())}");
        }

        return package.IsNative()
            ? throw new PackageException(reference, $"package {package.Id} {package.Version} brings native libraries, which hooks cannot load from a "
                + "package: write the hook as a plugin, which refers to the package in its project")
            : package;
    }

    private string NotRestored(PackageRequest request, IReadOnlyList<PackageVersion> versions)
    {
        var hint = versions.Count > 0 ? "" : NearestName.Hint(request.Id, folder.Names());
        var version = request.Version is null ? "" : $" --version {request.Version}";
        return $"package {request.Id}{(request.Version is null ? "" : $" {request.Version}")} is not restored on this machine.{hint} {Restored(versions)}"
            + $"Restore it with 'dotnet add package {request.Id}{version}' in any project, or with 'dotnet restore' of one that refers to it";
    }

    private static string Restored(IReadOnlyList<PackageVersion> versions) =>
        versions.Count == 0 ? "" : $"Restored: {string.Join(", ", versions)}. ";

    private static IEnumerable<string> Libraries(IEnumerable<RestoredPackage> packages) => packages.SelectMany(package => package.Libraries() ?? [])
        .Where(file => !IsOurs(Path.GetFileNameWithoutExtension(file)))
        .DistinctBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase)
        .Order(StringComparer.Ordinal);

    /// <summary>Whether the runtime or the host has it; what only stands for the framework counts too.</summary>
    private static bool IsOurs(string id) => SharedAssemblies.IsShared(id) || SharedAssemblies.IsFramework(id)
        || Same(id, "NETStandard.Library") || id.StartsWith("Microsoft.NETCore.", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a package asks of another, and which <c>#r</c> brought it.</summary>
    private sealed record Need(VersionRange Range, RestoredPackage By, string Reference);
}
