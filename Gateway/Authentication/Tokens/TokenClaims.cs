using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>What a token says, after its signature was found to be right. Lists are read whole: the length of a token bounds them.</summary>
internal sealed class TokenClaims : IDisposable
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JsonDocument _payload;

    private TokenClaims(JsonDocument payload) => _payload = payload;

    /// <summary>Reads a part of a token.</summary>
    /// <exception cref="JsonException">It is not a JSON object, or names something twice.</exception>
    /// <exception cref="FormatException">It is not Base64url.</exception>
    public static TokenClaims Parse(string encodedPayload)
    {
        var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(encodedPayload), Options);
        if (payload.RootElement.ValueKind == JsonValueKind.Object)
            return new TokenClaims(payload);
        payload.Dispose();
        throw new JsonException("not an object");
    }

    /// <summary>A claim that is a text, or a number as text.</summary>
    public string? Text(string name) => Find(name) is { } claim
        ? claim.ValueKind switch { JsonValueKind.String => claim.GetString(), JsonValueKind.Number => claim.GetRawText(), _ => null }
        : null;

    /// <summary>A claim that is a time in seconds since 1970; <see langword="null"/>: it is absent.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name) is not { } claim)
            return null;
        return claim.ValueKind == JsonValueKind.Number && claim.TryGetDouble(out var seconds) && Math.Abs(seconds) < 1e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : throw new FormatException($"{name} is not a time");
    }

    /// <summary>A claim that is a text, several with spaces between them, or an array of texts; <see langword="null"/>: it is absent.</summary>
    public IReadOnlyList<string>? List(string name, bool splits) => Find(name) is { } claim
        ? claim.ValueKind switch
        {
            JsonValueKind.String when splits => claim.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            JsonValueKind.String => [claim.GetString()!],
            JsonValueKind.Array => [.. claim.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
            _ => [],
        }
        : null;

    public void Dispose() => _payload.Dispose();

    // By its whole name first: names may hold dots, as those that are addresses do.
    private JsonElement? Find(string path)
    {
        if (_payload.RootElement.TryGetProperty(path, out var claim))
            return claim;
        claim = _payload.RootElement;
        foreach (var name in path.Split('.'))
        {
            if (claim.ValueKind != JsonValueKind.Object || !claim.TryGetProperty(name, out claim))
                return null;
        }

        return claim;
    }
}
