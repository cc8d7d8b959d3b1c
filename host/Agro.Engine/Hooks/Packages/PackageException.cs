namespace Agro.Engine.Hooks.Packages;

/// <summary>Why a package cannot be had.</summary>
/// <param name="Reference">What the script says after <c>#r</c>.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record PackageFault(string Reference, string Message);

/// <summary>Packages that a script asks for cannot be had.</summary>
/// <param name="faults">Why; one at least.</param>
internal sealed class PackageException(IReadOnlyList<PackageFault> faults) : Exception(faults[0].Message)
{
    /// <summary>One package cannot be had.</summary>
    /// <param name="reference">What the script says after <c>#r</c>.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    public PackageException(string reference, string message) : this([new(reference, message)])
    {
    }

    /// <summary>Why; one at least.</summary>
    public IReadOnlyList<PackageFault> Faults { get; } = faults;
}
