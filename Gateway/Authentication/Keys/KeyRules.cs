using System.Globalization;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>What a key and its parts may look like, wherever they come from.</summary>
internal static partial class KeyRules
{
    /// <summary>Keys that are kept at most, revoked ones among them.</summary>
    public const int MostKeys = 10_000;

    /// <summary>Characters of a note at most.</summary>
    public const int LongestNote = Protos.Rest.Limits.KeyNoteLength;

    public const string ClientIdProblem = "is not a client's name, and must be 1 to 100 letters, digits, dots, _ and -";

    /// <summary>How long a key that no longer works stays in the list.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    /// <summary>The longest life that a key may be given.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(3650);

    public static bool IsClientId(string text) => ClientIdText().IsMatch(text);

    public static bool IsHash(string text) => HashText().IsMatch(text);

    public static bool IsKeyId(string text) => KeyIdText().IsMatch(text);

    /// <summary>The first key of a file or an answer that can't have been made by this system, told by what is wrong; <see langword="null"/>: all are sound.</summary>
    public static string? Problem(IReadOnlyList<StoredKey> keys)
    {
        if (keys.Count > MostKeys)
            return string.Create(CultureInfo.InvariantCulture, $"it holds {keys.Count} keys, and may hold {MostKeys}");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var hashes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in keys)
        {
            // The reader lets null into a list.
            if (key is null)
                return "a key is null";
            if (!IsKeyId(key.Id))
                return "an id is not a key's name";
            if (!IsHash(key.Hash))
                return $"{key.Id} has no SHA-256 hash";
            if (!IsClientId(key.ClientId))
                return $"the client id of {key.Id} {ClientIdProblem}";
            if (key.Roles.Count == 0 || !key.Roles.All(Roles.All.Contains))
                return $"{key.Id} has a role that there is not; there are {string.Join(" and ", Roles.All)}";
            if (key.Limits is { } limits && !limits.AreValid)
                return $"{key.Id} has a limit that is out of its range";
            if (!ids.Add(key.Id) || !hashes.Add(key.Hash))
                return $"{key.Id} is there twice";
        }

        return null;
    }

    /// <summary>Whether a key has not worked for so long that it may be forgotten.</summary>
    public static bool IsForgettable(StoredKey key, DateTimeOffset now) =>
        (key.RevokedAt is { } revoked && revoked < now - Retention) || (key.ExpiresAt is { } expired && expired < now - Retention);

    [GeneratedRegex("^[A-Za-z0-9._-]{1,100}\\z")]
    private static partial Regex ClientIdText();

    [GeneratedRegex("^[0-9a-fA-F]{64}\\z")]
    private static partial Regex HashText();

    [GeneratedRegex("^key_[0-9a-f]{16}\\z")]
    private static partial Regex KeyIdText();
}
