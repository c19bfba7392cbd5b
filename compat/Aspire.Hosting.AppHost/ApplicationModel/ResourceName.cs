using System.Text.RegularExpressions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rules for names of resources: they become host names and parts of environment variables.</summary>
internal static partial class ResourceName
{
    private const int MaximumLength = 64;

    public static void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > MaximumLength || !Pattern().IsMatch(name))
            throw new ArgumentException($"The resource name '{name}' must have 1 to {MaximumLength} ASCII letters, digits and single hyphens, begin with a letter and not end with a hyphen.", nameof(name));
    }

    [GeneratedRegex(@"\A[a-zA-Z](-?[a-zA-Z0-9])*\z")]
    private static partial Regex Pattern();
}
