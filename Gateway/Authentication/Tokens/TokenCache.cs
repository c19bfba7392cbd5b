using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using MctsAspire.Gateway.Authentication.Keys;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>
/// Tokens that were found right, by their SHA-256 hashes, so that the signature of one is not checked again with every request; and the clients that they name. Both are bounded: when one is full
/// it begins anew. A token is forgotten with the keys that it was checked with, after its end, and after some minutes.
/// </summary>
internal sealed class TokenCache(TimeProvider time)
{
    private const int MostTokens = 10_000;
    private const int MostClients = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<TokenHash, CheckedToken> _tokens = new();
    private readonly ConcurrentDictionary<(string Id, string Roles), ApiClient> _clients = new();
    private int _count;

    public ApiClient? Find(ReadOnlySpan<char> token, VerificationKeys keys, DateTimeOffset now) =>
        _tokens.TryGetValue(TokenHash.Of(token), out var found) && ReferenceEquals(found.Keys, keys) && now < found.Until ? found.Client : null;

    /// <summary>Whether a token was found right before, however long ago: it may have to be checked again.</summary>
    public bool Knew(ReadOnlySpan<char> token) => _tokens.ContainsKey(TokenHash.Of(token));

    public void Keep(string token, ApiClient client, VerificationKeys keys, DateTimeOffset expires)
    {
        var latest = time.GetUtcNow() + Longest;
        if (Interlocked.Increment(ref _count) > MostTokens)
        {
            _tokens.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _tokens[TokenHash.Of(token)] = new CheckedToken(client, keys, expires < latest ? expires : latest);
    }

    /// <summary>The client of an id and roles, the same object each time.</summary>
    public ApiClient ClientOf(string id, IReadOnlyList<string> roles)
    {
        if (_clients.Count > MostClients)
            _clients.Clear();
        return _clients.GetOrAdd(
            // With their lengths: a role of a token may hold any character.
            (id, string.Concat(roles.Select(role => string.Create(CultureInfo.InvariantCulture, $"{role.Length}:{role}")))),
            static (key, roles) => new ApiClient(key.Id, roles, ClientLimits.Common) { Credential = "jwt" },
            roles);
    }

    private sealed record CheckedToken(ApiClient Client, VerificationKeys Keys, DateTimeOffset Until);

    private readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
    {
        public static TokenHash Of(ReadOnlySpan<char> token)
        {
            Span<TokenHash> hash = stackalloc TokenHash[1];
            KeySnapshot.Hash(token, MemoryMarshal.AsBytes(hash));
            return hash[0];
        }
    }
}
