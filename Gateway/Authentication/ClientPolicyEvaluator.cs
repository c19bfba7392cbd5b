using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Answers at once for a client that was let in whether its roles are those that a route asks for. Any other question, and every refusal, is the framework's.</summary>
internal sealed class ClientPolicyEvaluator(IAuthorizationService authorization) : PolicyEvaluator(authorization)
{
    private static readonly Task<PolicyAuthorizationResult> Allowed = Task.FromResult(PolicyAuthorizationResult.Success());

    public override Task<PolicyAuthorizationResult> AuthorizeAsync(AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource) =>
        authenticationResult.Succeeded && ApiClient.Of(context) is { } client && Meets(client, policy.Requirements)
            ? Allowed
            : base.AuthorizeAsync(policy, authenticationResult, context, resource);

    private static bool Meets(ApiClient client, IReadOnlyList<IAuthorizationRequirement> requirements)
    {
        for (var i = 0; i < requirements.Count; i++)
        {
            var isMet = requirements[i] switch
            {
                DenyAnonymousAuthorizationRequirement => true,
                RolesAuthorizationRequirement roles => HasOneOf(client, roles.AllowedRoles),
                _ => false,
            };
            if (!isMet)
                return false;
        }

        return requirements.Count > 0;
    }

    private static bool HasOneOf(ApiClient client, IEnumerable<string> roles)
    {
        foreach (var role in roles)
        {
            if (client.Roles.Contains(role))
                return true;
        }

        return false;
    }
}
