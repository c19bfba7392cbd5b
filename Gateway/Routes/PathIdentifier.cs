using System.Text.RegularExpressions;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Routes;

/// <summary>Checks names that stand in a path. They have the bounds that a document's id has in a body; those that the system makes are shorter.</summary>
internal static partial class PathIdentifier
{
    public const string Pattern = Limits.ThreadIdPattern;
    public const int MaximumLength = Limits.ThreadIdLength;

    /// <exception cref="ValidationException">It can't be a name.</exception>
    /// <param name="id">What stands in the path.</param>
    /// <param name="field">What messages call it.</param>
    public static void Require(string id, string field = "id")
    {
        if (!IsAllowed(id))
            throw new ValidationException(field, $"must be 1 to {MaximumLength} letters, digits, _ and -");
    }

    /// <summary>Whether it can be a name.</summary>
    public static bool IsAllowed(string id) => id.Length <= MaximumLength && Allowed().IsMatch(id);

    [GeneratedRegex("^[a-zA-Z0-9_-]+\\z")]
    private static partial Regex Allowed();
}
