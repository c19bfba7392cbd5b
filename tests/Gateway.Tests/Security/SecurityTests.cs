using System.Net;
using MctsAspire.Gateway.Security;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.Gateway.Tests.Security;

public sealed class SecurityTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("/query", "{}", 400)]
    [InlineData("/query", """{"query":"a"}""", 200)]
    [InlineData("/nothing", "{}", 404)]
    public async Task EveryAnswerTellsBrowsersWhatItIs(string path, string body, int status)
    {
        var (gateway, _) = fixture.Fresh();

        using var response = await gateway.PostAsync(path, body);

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        response.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task APageHasAPolicyOfItsOwn()
    {
        var (gateway, _) = fixture.Fresh();

        using var page = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative));

        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sha256-");
        page.Headers.GetValues("Permissions-Policy").ShouldBe(["camera=(), geolocation=(), microphone=()"]);
    }

    [Fact]
    public async Task AnotherNameIsRefusedButNotToWhoeverWatches()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("AllowedHosts", "api.example.com;*.example.org"));

        (await StatusAsync(gateway, "api.example.com", "/domains")).ShouldBe(200);
        (await StatusAsync(gateway, "API.example.com:8000", "/domains")).ShouldBe(200);
        (await StatusAsync(gateway, "a.example.org", "/domains")).ShouldBe(200);
        (await StatusAsync(gateway, "evil.com", "/domains")).ShouldBe(400);
        (await StatusAsync(gateway, "10.0.0.1", "/domains")).ShouldBe(400);
        (await StatusAsync(gateway, "10.0.0.1", "/health")).ShouldBe(200);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    public async Task AForwardedSchemeCountsFromKnownProxiesAlone(string? known, bool counts)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, known is null ? [] : [("Security:KnownProxies:0", known)]);
        gateway.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        gateway.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        response.Headers.Contains("Strict-Transport-Security").ShouldBe(counts);
        upstream.Single.Headers.Keys.ShouldNotContain("X-Forwarded-For");
        upstream.Single.Headers.Keys.ShouldNotContain("X-Forwarded-Proto");
    }

    [Theory]
    [InlineData("Security:HstsSeconds", "-1", "Security__HstsSeconds is '-1'")]
    [InlineData("Security:HstsSeconds", "long", "Security__HstsSeconds is 'long'")]
    [InlineData("Security:KnownProxies:0", "proxy", "Security__KnownProxies__0 is no address")]
    [InlineData("Security:ContentSecurityPolicy", "a\nb", "Security__ContentSecurityPolicy holds a character")]
    [InlineData("AllowedHosts", "api.example.com;a b", "AllowedHosts holds an entry")]
    public void AWrongSettingIsNamed(string name, string value, string problem) =>
        Should.Throw<ConfigurationException>(() => SecuritySettings.Load(Configuration((name, value)))).Message.ShouldStartWith(problem);

    [Theory]
    [InlineData("https://a.example.com/")]
    [InlineData("https://a.example.com/path")]
    [InlineData("a.example.com")]
    [InlineData("https://*.example.com")]
    [InlineData("https://A.example.com")]
    [InlineData("ftp://a.example.com")]
    public void AnOriginIsExactlyWhatBrowsersSend(string origin) =>
        Should.Throw<ConfigurationException>(() => CorsSettings.Load(Configuration(("Cors:Origins:0", origin)))).Message.ShouldStartWith("Cors__Origins__0 is no origin");

    [Fact]
    public void EveryOriginIsNotAllowedWithCredentialsNorBesideOthers()
    {
        Should.Throw<ConfigurationException>(() => CorsSettings.Load(Configuration(("Cors:Origins:0", "*"), ("Cors:AllowCredentials", "true")))).Message.ShouldStartWith("Cors__AllowCredentials");
        Should.Throw<ConfigurationException>(() => CorsSettings.Load(Configuration(("Cors:Origins:0", "*"), ("Cors:Origins:1", "https://a.example.com")))).Message.ShouldStartWith("Cors__Origins");
        CorsSettings.Load(Configuration(("Cors:Origins:0", "*"))).Origins.ShouldBe(["*"]);
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();

    private static async Task<int> StatusAsync(TestGateway gateway, string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var response = await gateway.Client.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.OK)
            (await TestGateway.ErrorOfAsync(response)).Message.ShouldStartWith("host: ");
        return (int)response.StatusCode;
    }
}
