using System.Text.Encodings.Web;
using MctsAspire.Gateway.Authentication.Attempts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>Lets in who presents a JSON Web Token of the issuer.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenVerifier tokens, FailedAttempts attempts)
    : CredentialHandler(options, logger, encoder, attempts)
{
    public const string SchemeName = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = PresentedKey.TokenOf(Request);
        if (token.IsEmpty)
            return Refuse(PresentedKey.ProblemOf(Request));
        if (tokens.Known(token) is { } known)
            return await AcceptAsync(known);

        // As with keys: whoever fails too often learns nothing more, and costs nothing more; whose token was right before does not suffer by it.
        if (!tokens.Knew(token) && Attempts.IsBlocked(Address, out var retryAfter))
            return Refuse(AuthenticationFailure.TooMany(retryAfter));
        var (client, failure) = await tokens.VerifyAsync(token.ToString(), Context.RequestAborted);
        return client is not null ? await AcceptAsync(client) : Refuse(failure!);
    }
}
