using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MctsAspire.Gateway.Authentication.Tokens;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>Keys that an issuer takes back.</summary>
public sealed class WithdrawnKeyTests : IDisposable
{
    private const string Algorithm = "RS256";

    private readonly TemporaryFolder _folder = new();
    private readonly TestIssuer _issuer = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly HeldPublisher _publisher = new();

    private string FilePath => _folder.File("jwks.json");

    public void Dispose()
    {
        _publisher.Dispose();
        _issuer.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("another kind")]
    [InlineData("a curve that is not accepted")]
    [InlineData("a key that is too short")]
    public async Task AKeyThatIsNoLongerPublishedServesNoLonger(string published)
    {
        using var keys = Keys(new Uri("https://issuer.example/keys"), file: null);
        await keys.StartAsync(default);
        _publisher.Answer(_issuer.Jwks);
        await Eventually.HoldsAsync(() => keys.Current.Find(Algorithm, _issuer.RsaKeyId).Count == 1);

        _publisher.Hold();
        _publisher.Answer(SetOf(published));

        await PassAsync(() => keys.Current.Find(Algorithm, _issuer.RsaKeyId).Count == 0);
        keys.Current.Accepts(Algorithm).ShouldBeFalse();
        await keys.StopAsync(default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"error":"unavailable"}""")]
    [InlineData("<html>503</html>")]
    public async Task AnAnswerThatIsNoKeySetWithdrawsNothing(string answer)
    {
        using var keys = Keys(new Uri("https://issuer.example/keys"), file: null);
        await keys.StartAsync(default);
        _publisher.Answer(_issuer.Jwks);
        await Eventually.HoldsAsync(() => !keys.AreAwaited);

        _publisher.Hold();
        _publisher.Answer(answer);

        await PassAsync(() => keys.Problem is not null);
        keys.Current.Find(Algorithm, _issuer.RsaKeyId).ShouldHaveSingleItem();
        await keys.StopAsync(default);
    }

    [Fact]
    public async Task AFileThatIsGoneWithdrawsNothing()
    {
        await File.WriteAllTextAsync(FilePath, _issuer.Jwks);
        using var keys = Keys(url: null, FilePath);
        await keys.StartAsync(default);

        File.Delete(FilePath);

        await PassAsync(() => keys.Problem is not null);
        keys.Current.Find(Algorithm, _issuer.RsaKeyId).ShouldHaveSingleItem();
        await keys.StopAsync(default);
    }

    [Fact]
    public async Task AFileIsReadAgainThoughItsTimeAndLengthAreTheSame()
    {
        var empty = """{"keys":[]}""".PadRight(_issuer.Jwks.Length);
        await File.WriteAllTextAsync(FilePath, _issuer.Jwks);
        var written = File.GetLastWriteTimeUtc(FilePath);
        using var keys = Keys(url: null, FilePath);
        await keys.StartAsync(default);

        await File.WriteAllTextAsync(FilePath, empty);
        File.SetLastWriteTimeUtc(FilePath, written);

        await PassAsync(() => !keys.Current.Accepts(Algorithm));
        await keys.StopAsync(default);
    }

    [Fact]
    public async Task AFileBehindALinkIsReadAgainWhenTheLinkLeadsElsewhere()
    {
        // As Kubernetes mounts a secret: the link in the middle is put in the place of another, and the one that is named never changes.
        foreach (var (folder, set) in (IEnumerable<(string, string)>)[("one", _issuer.Jwks), ("two", SetOf("nothing"))])
        {
            Directory.CreateDirectory(_folder.File(folder));
            await File.WriteAllTextAsync(_folder.File(folder, "jwks.json"), set);
        }

        Directory.CreateSymbolicLink(_folder.File("data"), "one");
        File.CreateSymbolicLink(FilePath, Path.Combine("data", "jwks.json"));
        using var keys = Keys(url: null, FilePath);
        await keys.StartAsync(default);
        keys.Current.Accepts(Algorithm).ShouldBeTrue();

        Directory.Delete(_folder.File("data"));
        Directory.CreateSymbolicLink(_folder.File("data"), "two");

        await PassAsync(() => !keys.Current.Accepts(Algorithm));
        await keys.StopAsync(default);
    }

    [Fact]
    public async Task ATokenThatWasAcceptedIsRefusedAfterItsKeyWasWithdrawn()
    {
        await File.WriteAllTextAsync(FilePath, _issuer.Jwks);
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsJsonAsync(new { ready = true, checks = new { llm_gateway = true }, backends = new { } }));
        await using var gateway = await TestGateway.StartAsync(upstream, ("Jwt:Issuer", TestIssuer.Name), ("Jwt:Audience", TestIssuer.Audience), ("Jwt:JwksFile", FilePath));
        using var client = new HttpClient { BaseAddress = gateway.Address };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {_issuer.Rs256(TestIssuer.Claims())}");
        (await StatusAsync(client)).ShouldBe(HttpStatusCode.OK);

        await File.WriteAllTextAsync(FilePath, SetOf("nothing"));

        await Eventually.HoldsAsync(async () => await StatusAsync(client) == HttpStatusCode.Unauthorized);
        using var refused = await client.GetAsync(new Uri("/documents", UriKind.Relative));
        (await TestGateway.ErrorOfAsync(refused)).Message.ShouldBe("The issuer of the tokens publishes no key now that can be used.");
        (await client.GetStringAsync(new Uri("/ready", UriKind.Relative))).ShouldContain("None of its tokens is accepted");
        gateway.Logs.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("holds none for", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task WhatIsSentWhileNoKeyIsPublishedIsNoGuess()
    {
        await File.WriteAllTextAsync(FilePath, SetOf("nothing"));
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            upstream, ("Jwt:Issuer", TestIssuer.Name), ("Jwt:Audience", TestIssuer.Audience), ("Jwt:JwksFile", FilePath), ("Authentication:FailedAttemptsPerMinute", "2"));
        using var client = new HttpClient { BaseAddress = gateway.Address };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {_issuer.Rs256(TestIssuer.Claims())}");

        for (var i = 0; i < 5; i++)
            (await StatusAsync(client)).ShouldBe(HttpStatusCode.Unauthorized);
        await File.WriteAllTextAsync(FilePath, _issuer.Jwks);

        await Eventually.HoldsAsync(async () => await StatusAsync(client) == HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/documents", UriKind.Relative));
        return response.StatusCode;
    }

    private static string SetOf(string what)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var weak = RSA.Create(1024);
        var (point, numbers) = (curve.ExportParameters(false).Q, weak.ExportParameters(false));
        JsonArray keys = what switch
        {
            "another kind" => [new JsonObject { ["kty"] = "OKP", ["kid"] = "rsa-1", ["crv"] = "Ed25519", ["x"] = "AAAA" }],
            "a curve that is not accepted" => [new JsonObject { ["kty"] = "EC", ["kid"] = "ec-1", ["crv"] = "P-384", ["x"] = Base64UrlEncoder.Encode(point.X!), ["y"] = Base64UrlEncoder.Encode(point.Y!) }],
            "a key that is too short" => [new JsonObject { ["kty"] = "RSA", ["kid"] = "rsa-1", ["n"] = Base64UrlEncoder.Encode(numbers.Modulus!), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent!) }],
            _ => [],
        };
        return new JsonObject { ["keys"] = keys }.ToJsonString();
    }

    private IssuerKeys Keys(Uri? url, string? file) => new(
        new TokenSettings { Issuer = TestIssuer.Name, Audience = TestIssuer.Audience, JwksUrl = url, JwksFile = file }, _publisher, _clock, NullLogger<IssuerKeys>.Instance);

    // Time passes until the keys were looked at again.
    private Task PassAsync(Func<bool> condition) => Eventually.HoldsAsync(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(30));
        return condition();
    });
}
