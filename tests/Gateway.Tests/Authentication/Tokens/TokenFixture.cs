using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>A Gateway that accepts tokens of an issuer, before an Orchestrator that answers with the client's name.</summary>
public sealed class TokenFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal TestIssuer Issuer { get; } = new();

    internal Upstream Upstream { get; private set; } = null!;

    internal TestGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder.File("jwks.json"), Issuer.Jwks);
        Upstream = await Upstream.StartAsync(context => context.Response.WriteAsync(context.Request.Headers["X-Client-Id"].ToString()));
        Gateway = await TestGateway.StartAsync(
            Upstream,
            ("Jwt:Issuer", TestIssuer.Name),
            ("Jwt:Audience", TestIssuer.Audience),
            ("Jwt:JwksFile", _folder.File("jwks.json")),
            ("Jwt:HmacSecret", TestIssuer.Secret),
            ("Authentication:FailedAttemptsPerMinute", "1000000"));
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Upstream.DisposeAsync();
    }

    public void Dispose()
    {
        Issuer.Dispose();
        _folder.Dispose();
    }
}
