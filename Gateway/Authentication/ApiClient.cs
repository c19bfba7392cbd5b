using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Who a key belongs to.</summary>
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
        Ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), ApiKeyHandler.SchemeName);
    }

    /// <summary>The client's name, as <c>client_0</c>.</summary>
    public string Id { get; }

    /// <summary>What the client may do.</summary>
    public IReadOnlyCollection<string> Roles { get; }

    /// <summary>What its key sets in place of the common limits.</summary>
    public ClientLimits Limits { get; }

    public AuthenticationTicket Ticket { get; }

    /// <summary>Who sent the request; <see langword="null"/> until somebody is let in.</summary>
    public static ApiClient? Of(HttpContext context) => context.Features.Get<ApiClient>();
}
