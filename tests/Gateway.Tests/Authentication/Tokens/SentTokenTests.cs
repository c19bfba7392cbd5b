using System.Net;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>What tests of tokens have in common: how one is sent, and what a refusal looks like.</summary>
public abstract class SentTokenTests(TokenFixture fixture)
{
    private protected TokenFixture Fixture => fixture;

    private protected TestIssuer Issuer => fixture.Issuer;

    private protected async Task<string> ClientAsync(string token)
    {
        using var response = await SendAsync(token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsStringAsync();
    }

    private protected async Task RefusedAsync(string problem, string token)
    {
        using var response = await SendAsync(token);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var error = await TestGateway.ErrorOfAsync(response);
        error.ErrorCode.ShouldBe("AUTHENTICATION_ERROR");
        error.Message.ShouldContain(problem, Case.Insensitive);
        var bearer = response.Headers.WwwAuthenticate.Single(challenge => challenge.Scheme == "Bearer").Parameter!;
        bearer.ShouldContain("error=\"invalid_token\"");
        bearer.ShouldContain($"error_description=\"{error.Message}\"");
        if (token.Length > 20)
            Fixture.Gateway.Logs.Text.ShouldNotContain(token);
    }

    private protected async Task<HttpResponseMessage> SendAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Fixture.Gateway.Address, "/documents"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }
}
