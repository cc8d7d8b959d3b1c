namespace Agro;

/// <summary>
/// Names a component as recipes do after <c>use:</c>. The class has one constructor, which takes nothing or an options record; the
/// documentation comments of the class and of the options are what <c>agro-host list</c> and the recipe schema show.
/// </summary>
/// <param name="name">Lower-case words joined by hyphens, such as <c>exact-match</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ComponentAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>
/// Marks an option (a string, or a list of strings) as a path. The host resolves it against the recipe's folder and refuses the
/// recipe when nothing is there, unless told otherwise.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathOptionAttribute : Attribute
{
    /// <summary>Whether the path must exist when the recipe is read. True by default.</summary>
    public bool MustExist { get; init; } = true;
}
