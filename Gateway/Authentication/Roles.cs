namespace MctsAspire.Gateway.Authentication;

/// <summary>What clients may do.</summary>
internal static class Roles
{
    /// <summary>All of the API; what a client has when nothing else is said.</summary>
    public const string User = "user";

    /// <summary>All of the API, and the keys of everybody.</summary>
    public const string Admin = "admin";

    /// <summary>The authorization policy of the routes under <c>/admin</c>.</summary>
    public const string AdminPolicy = "admin";

    /// <summary>Every role that gives a right.</summary>
    public static readonly IReadOnlyList<string> All = [User, Admin];

    public static readonly IReadOnlyList<string> Default = [User];
}
