using System.Text.Encodings.Web;
using MctsAspire.Gateway.Authentication.Attempts;
using MctsAspire.Gateway.Authentication.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Lets in who presents a known API key.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyRegistry keys, FailedAttempts attempts, TimeProvider time)
    : CredentialHandler(options, logger, encoder, attempts)
{
    public const string SchemeName = "ApiKey";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = PresentedKey.Of(Request);
        if (key.IsEmpty)
            return Task.FromResult(Refuse(PresentedKey.TokenOf(Request).IsEmpty ? PresentedKey.ProblemOf(Request) : AuthenticationFailure.TokensNotAccepted));

        var match = keys.Find(key);
        if (match.State != KeyState.Active)
            return Task.FromResult(RefuseGuess(match.State switch
            {
                KeyState.Expired => AuthenticationFailure.Expired(match.Entry!.Key.Id),
                KeyState.Revoked => AuthenticationFailure.Revoked(match.Entry!.Key.Id),
                _ => AuthenticationFailure.UnknownKey,
            }));

        // Whoever fails too often must not learn by going on that a guess was right; a client that is known at its address must not suffer by its neighbours.
        var entry = match.Entry!;
        var address = Address;
        if (!entry.Use.Knows(address) && Attempts.IsBlocked(address, out var retryAfter))
            return Task.FromResult(Refuse(AuthenticationFailure.TooMany(retryAfter)));
        entry.Use.Note(time.GetUtcNow(), address);
        return AcceptAsync(entry.Client);
    }
}
