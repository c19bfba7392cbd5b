using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using MctsAspire.Gateway.Authentication.Tokens;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>Where the issuer's keys come from, and how they change.</summary>
public sealed class IssuerKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestIssuer _issuer = new();

    public void Dispose()
    {
        _folder.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task KeysAreFetchedFromAnAddressAndGoOnServingWhileItIsDown()
    {
        var answers = new ConcurrentQueue<string>();
        var isUp = true;
        await using var publisher = await Upstream.StartAsync(context =>
        {
            answers.Enqueue(context.Request.Path);
            context.Response.StatusCode = isUp ? 200 : 500;
            return context.Response.WriteAsync(isUp ? _issuer.Jwks : "");
        });
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsJsonAsync(new { ready = true, checks = new { llm_gateway = true }, backends = new { } }));
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksUrl", $"{publisher.Address}keys"), ("Jwt:JwksRefreshSeconds", "5"));
        await AcceptedAsync(gateway, _issuer.Rs256(TestIssuer.Claims()));

        isUp = false;
        await Eventually.HoldsAsync(async () => !await TokenKeysAsync(gateway));

        (await StatusAsync(gateway, _issuer.Rs256(TestIssuer.Claims("other")))).ShouldBe(HttpStatusCode.OK);
        answers.ShouldAllBe(path => path == "/keys");
    }

    [Fact]
    public async Task AKeyThatTheIssuerTookUpIsFoundByItsTokens()
    {
        using var next = new TestIssuer { RsaKeyId = "rsa-2", EcKeyId = "ec-2" };
        var current = _issuer;
        await using var publisher = await Upstream.StartAsync(context => context.Response.WriteAsync(current.Jwks));
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksUrl", publisher.Address.ToString()));
        var old = _issuer.Rs256(TestIssuer.Claims());
        await AcceptedAsync(gateway, old);

        current = next;

        await AcceptedAsync(gateway, next.Es256(TestIssuer.Claims()));
        // Not even one that was accepted a moment ago.
        (await StatusAsync(gateway, old)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task TokensThatNameKeysAtRandomDoNotMakeTheGatewayFetchEachTime()
    {
        await using var publisher = await Upstream.StartAsync(context => context.Response.WriteAsync(_issuer.Jwks));
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksUrl", publisher.Address.ToString()));
        await AcceptedAsync(gateway, _issuer.Rs256(TestIssuer.Claims()));

        for (var i = 0; i < 30; i++)
            (await StatusAsync(gateway, _issuer.Rs256(TestIssuer.Claims(), $"random-{i}"))).ShouldBe(HttpStatusCode.Unauthorized);

        publisher.Received.Count.ShouldBeLessThan(15);
    }

    [Fact]
    public async Task OnlyATokenOfAnAlgorithmWhoseKeysArePublishedMakesTheGatewayFetch()
    {
        await using var publisher = await Upstream.StartAsync(context => context.Response.WriteAsync(_issuer.Jwks));
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksUrl", publisher.Address.ToString()));
        await AcceptedAsync(gateway, _issuer.Rs256(TestIssuer.Claims()));
        publisher.Received.Clear();

        foreach (var algorithm in (string[])["none", "None", "", "HS256", "HS512", "PS256", "RS384", "rs256", "dir"])
        {
            var header = TestIssuer.Header(algorithm, "unknown");
            (await StatusAsync(gateway, TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), _issuer.Rsa))).ShouldBe(HttpStatusCode.Unauthorized, algorithm);
            (await StatusAsync(gateway, TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), _ => []))).ShouldBe(HttpStatusCode.Unauthorized, algorithm);
        }

        publisher.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnIssuerThatHangsHoldsUpNeitherTheStartNorKeys()
    {
        var release = new TaskCompletionSource();
        await using var publisher = await Upstream.StartAsync(async context =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(_issuer.Jwks);
        });
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsJsonAsync(new { ready = true, checks = new { llm_gateway = true }, backends = new { } }));
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksUrl", publisher.Address.ToString()), ("Jwt:HmacSecret", TestIssuer.Secret));

        using (var refused = await SendAsync(gateway, _issuer.Rs256(TestIssuer.Claims())))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
            (await TestGateway.ErrorOfAsync(refused)).Message.ShouldContain("have not been fetched yet");
        }

        (await TokenKeysAsync(gateway)).ShouldBeFalse();
        (await gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, TestIssuer.Hs256(TestIssuer.Claims()))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, TestIssuer.Token(TestIssuer.Header("none"), TestIssuer.Claims().ToJsonString(), _ => []))).ShouldBe(HttpStatusCode.Unauthorized);

        release.SetResult();

        await AcceptedAsync(gateway, _issuer.Rs256(TestIssuer.Claims()));
        (await TokenKeysAsync(gateway)).ShouldBeTrue();
    }

    [Fact]
    public async Task TheStartDoesNotWaitForTheFirstAnswer()
    {
        using var publisher = new HeldPublisher();
        var settings = new TokenSettings { Issuer = TestIssuer.Name, Audience = TestIssuer.Audience, JwksUrl = new Uri("https://issuer.example/keys") };
        using var keys = new IssuerKeys(settings, publisher, TimeProvider.System, NullLogger<IssuerKeys>.Instance);

        // The publisher has no time limit: a start that waited would never end.
        await keys.StartAsync(default).WaitAsync(TimeSpan.FromMinutes(1));
        keys.AreAwaited.ShouldBeTrue();
        keys.Problem.ShouldNotBeNull();

        publisher.Answer(_issuer.Jwks);

        await Eventually.HoldsAsync(() => !keys.AreAwaited && keys.Problem is null);
        await keys.StopAsync(default);
    }

    [Fact]
    public async Task WhileNoKeyWasEverFetchedTheGatewayDoesNotBlameTheToken()
    {
        await using var publisher = await Upstream.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksUrl", publisher.Address.ToString()));

        (await StatusAsync(gateway, _issuer.Rs256(TestIssuer.Claims()))).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("application/json; charset=nonsense", "{}")]
    [InlineData("application/json", """{"keys":[null]}""")]
    [InlineData("application/json", """{"keys":{}}""")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "")]
    public async Task AnIssuerThatPublishesNonsenseDoesNotEndTheGateway(string type, string body)
    {
        await using var publisher = await Upstream.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        });
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksUrl", publisher.Address.ToString()));

        (await StatusAsync(gateway, _issuer.Rs256(TestIssuer.Claims()))).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task AFileThatChangesIsReadAgain()
    {
        using var next = new TestIssuer { RsaKeyId = "rsa-2", EcKeyId = "ec-2" };
        await File.WriteAllTextAsync(_folder.File("jwks.json"), _issuer.Jwks);
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream, ("Jwt:JwksFile", _folder.File("jwks.json")));
        (await StatusAsync(gateway, _issuer.Rs256(TestIssuer.Claims()))).ShouldBe(HttpStatusCode.OK);

        await File.WriteAllTextAsync(_folder.File("jwks.json"), next.Jwks);

        await Eventually.HoldsAsync(async () => await StatusAsync(gateway, next.Rs256(TestIssuer.Claims())) == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithoutAKeyThatWorksOnlyAnIssuerMakesTheGatewayReady(bool hasIssuer)
    {
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsJsonAsync(new { ready = true, checks = new { llm_gateway = true }, backends = new { } }));
        (string, string)[] settings = [("ApiKeys:0:Expires", "2001-01-01"), .. hasIssuer ? new[] { ("Jwt:Issuer", "i"), ("Jwt:Audience", "a"), ("Jwt:HmacSecret", TestIssuer.Secret) } : []];
        await using var gateway = await TestGateway.StartAsync(upstream, settings);

        using var response = await gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));

        response.StatusCode.ShouldBe(hasIssuer ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
    }

    private static Task<TestGateway> StartAsync(Upstream upstream, params (string, string)[] settings) => TestGateway.StartAsync(
        upstream, [("Jwt:Issuer", TestIssuer.Name), ("Jwt:Audience", TestIssuer.Audience), ("Authentication:FailedAttemptsPerMinute", "1000000"), .. settings]);

    private static async Task<bool> TokenKeysAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));
        return JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("checks").GetProperty("token_keys").GetBoolean();
    }

    // The keys are fetched beside the start.
    private static Task AcceptedAsync(TestGateway gateway, string token) => Eventually.HoldsAsync(async () => await StatusAsync(gateway, token) == HttpStatusCode.OK);

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway, string token)
    {
        using var response = await SendAsync(gateway, token);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, "/documents"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }
}
