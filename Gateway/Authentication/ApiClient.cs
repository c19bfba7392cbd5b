using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Who a key or a token belongs to.</summary>
internal sealed class ApiClient
{
    public ApiClient(string id, IReadOnlyCollection<string> roles, ClientLimits limits)
    {
        Id = id;
        Roles = roles;
        Limits = limits;
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, id), .. roles.Select(role => new Claim(ClaimTypes.Role, role))],
            ApiKeyHandler.SchemeName);
        // One for all requests: neither is changed after it is made.
        Accepted = Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), ApiKeyHandler.SchemeName)));
    }

    /// <summary>The client's name, as <c>client_0</c>.</summary>
    public string Id { get; }

    /// <summary>What the client may do.</summary>
    public IReadOnlyCollection<string> Roles { get; }

    /// <summary>What its key sets in place of the common limits.</summary>
    public ClientLimits Limits { get; }

    /// <summary>What it was let in by: the id of a key, or <c>jwt</c>. Not secret.</summary>
    public string Credential { get; init; } = "";

    /// <summary>That it is let in, made once.</summary>
    public Task<AuthenticateResult> Accepted { get; }

    /// <summary>Who sent the request; <see langword="null"/> until somebody is let in.</summary>
    public static ApiClient? Of(HttpContext context) => context.Features.Get<ApiClient>();
}
