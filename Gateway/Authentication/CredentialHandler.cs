using System.Text.Encodings.Web;
using MctsAspire.Gateway.Authentication.Attempts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using AuthenticationException = MctsAspire.ServiceDefaults.Errors.AuthenticationException;

namespace MctsAspire.Gateway.Authentication;

/// <summary>What all ways to be let in have in common: how they refuse.</summary>
internal abstract class CredentialHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, FailedAttempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Realm = "realm=\"mcts-aspire\"";
    private const string KeyChallenge = "ApiKey " + Realm;
    private const string BearerChallenge = "Bearer " + Realm;

    // One for all: the reason is a feature of the request.
    private static readonly AuthenticateResult Failed = AuthenticateResult.Fail("Refused.");

    protected FailedAttempts Attempts => attempts;

    /// <summary>The address that attempts are counted for.</summary>
    protected ulong Address => AddressKey.Of(Context.Connection.RemoteIpAddress);

    protected Task<AuthenticateResult> AcceptAsync(ApiClient client)
    {
        Context.Features.Set(client);
        return client.Accepted;
    }

    protected AuthenticateResult Refuse(AuthenticationFailure failure)
    {
        Context.Features.Set(failure);
        return failure.IsNothing ? AuthenticateResult.NoResult() : Failed;
    }

    /// <summary>Refuses what may be a guess, and tells nothing about it once there were too many.</summary>
    protected AuthenticateResult RefuseGuess(AuthenticationFailure failure) =>
        Refuse(attempts.IsBlocked(Address, out var retryAfter) ? AuthenticationFailure.TooMany(retryAfter) : failure);

    // Only where a route asks who it is: elsewhere nobody learns anything from trying.
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        var failure = AuthenticationFailure.Of(Context) ?? AuthenticationFailure.NothingSent;
        if (failure.RetryAfter is { } wait)
        {
            await Context.WriteErrorAsync(new RateLimitException(failure.Message, wait));
            return;
        }

        if (failure.IsOurs)
        {
            await Context.WriteErrorAsync(new ServiceUnavailableException(failure.Message));
            return;
        }

        if (failure.IsGuess)
            attempts.Count(Address);
        // RFC 6750 says to tell no error to who sent nothing.
        Response.Headers.WWWAuthenticate = failure.IsNothing
            ? $"{KeyChallenge}, {BearerChallenge}"
            : $"{KeyChallenge}, {BearerChallenge}, error=\"{(failure.IsMalformed ? "invalid_request" : "invalid_token")}\", error_description=\"{Quotable(failure.Message)}\"";
        await Context.WriteErrorAsync(new AuthenticationException(failure.Message));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = $"{BearerChallenge}, error=\"insufficient_scope\"";
        var roles = ApiClient.Of(Context)?.Roles ?? [];
        return Context.WriteErrorAsync(new AuthorizationException(roles.Contains(Roles.User)
            ? $"This client may not do this: it needs the role {Roles.Admin}."
            : $"This client may not do this: it has neither the role {Roles.User} nor the role {Roles.Admin}."));
    }

    private static string Quotable(string message) => message.Replace('"', '\'').Replace('\\', '/');
}
