using System.Text.Encodings.Web;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using AuthenticationException = MctsAspire.ServiceDefaults.Errors.AuthenticationException;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Lets in who presents a known API key. A second scheme goes beside it, with a policy scheme that picks one by the request.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyRegistry keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Challenge = "ApiKey realm=\"mcts-aspire\", Bearer realm=\"mcts-aspire\"";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (PresentedKey.Of(Request) is not { } key)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (keys.Find(key) is not { } client)
            return Task.FromResult(AuthenticateResult.Fail("The API key is not known."));
        Context.Features.Set(client);
        return Task.FromResult(AuthenticateResult.Success(client.Ticket));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = Challenge;
        await Context.WriteErrorAsync(new AuthenticationException(result.None
            ? "Send an API key in the X-API-Key header, or one that begins with mcts_ as a bearer token."
            : "The API key is not known."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.WriteErrorAsync(new AuthorizationException("This client may not do this."));
}
