using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Who a key belongs to.</summary>
internal sealed class ApiClient
{
    public ApiClient(string id, IReadOnlyCollection<string> roles)
    {
        Id = id;
        Roles = roles;
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

    public AuthenticationTicket Ticket { get; }
}
