using System.Text.RegularExpressions;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Routes;

/// <summary>Checks names that stand in a path.</summary>
internal static partial class PathIdentifier
{
    public const string Pattern = "^[a-zA-Z0-9_-]+$";
    public const int MaximumLength = 200;

    /// <exception cref="ValidationException">It can't be a name.</exception>
    public static void Require(string id)
    {
        if (id.Length > MaximumLength || !Allowed().IsMatch(id))
            throw new ValidationException("id", $"must be 1 to {MaximumLength} letters, digits, _ and -");
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+\\z")]
    private static partial Regex Allowed();
}
