using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>An API key to make: the body of <c>POST /admin/keys</c>.</summary>
public sealed record KeyRequest
{
    /// <summary>Whose key it is. Keys of one client share what the client owns, and its limits.</summary>
    [Required, CodePoints(1, Rest.Limits.ClientIdLength), RegularExpression(Rest.Limits.ClientIdPattern)]
    public required string ClientId { get; init; }

    /// <summary>What the client may do: <c>user</c>, all of the API; <c>admin</c>, the keys of everybody as well. Absent: <c>user</c>.</summary>
    [Length(1, 2)]
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>When the key stops by itself, a time with its offset from UTC as <c>2030-12-31T00:00:00Z</c>; absent: never.</summary>
    [RegularExpression("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})$", ErrorMessage = "a time with its offset from UTC, as 2027-01-01T00:00:00Z")]
    public string? ExpiresAt { get; init; }

    /// <summary>Limits of its own.</summary>
    public KeyLimits? Limits { get; init; }

    /// <summary>What the key is for.</summary>
    [CodePoints(1, Rest.Limits.KeyNoteLength)]
    public string? Note { get; init; }
}
