using System.Net;
using System.Text;
using System.Text.Json;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Gateway.Tests.Authentication.Tokens;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Gateway.Tests.Authentication;

/// <summary>Every endpoint that there is, against everything that must not open it. Endpoints are taken from the running Gateway, so that a new one is among them by itself.</summary>
public sealed class AuthenticationMatrixTests : IAsyncLifetime, IDisposable
{
    private static readonly HashSet<string> Open = ["/", "/health", "/ready", "/metrics", "/openapi.json"];

    private readonly TestIssuer _issuer = new();
    private readonly TestIssuer _stranger = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-gateway-").FullName;
    private readonly HttpClient _client = new();
    private Upstream _upstream = null!;
    private TestGateway _gateway = null!;
    private string _expiredKey = "";
    private string _revokedKey = "";
    private string _user = "";
    private string _admin = "";
    private string _other = "";

    public async Task InitializeAsync()
    {
        var store = new FileKeyStore(Path.Combine(_folder, "gateway"), TimeProvider.System);
        var now = DateTimeOffset.UtcNow;
        _user = await AddAsync(store, NewKey.Create("alice", ["user"], Generous, null, null, now));
        _admin = await AddAsync(store, NewKey.Create("ops", ["admin"], Generous, null, null, now));
        _other = await AddAsync(store, NewKey.Create("bob", ["user"], Generous, null, null, now));
        _expiredKey = await AddAsync(store, NewKey.Create("late", ["user", "admin"], Generous, now.AddMinutes(-1), null, now.AddDays(-1)));
        var revoked = NewKey.Create("gone", ["user", "admin"], Generous, null, null, now);
        _revokedKey = await AddAsync(store, revoked);
        await store.RevokeAsync(revoked.Stored.Id, now, default);

        await File.WriteAllTextAsync(Path.Combine(_folder, "jwks.json"), _issuer.Jwks);
        _upstream = await Upstream.StartAsync();
        _gateway = await TestGateway.StartAsync(
            _upstream,
            ("MCTS_DATA_DIR", _folder),
            ("Jwt:Issuer", TestIssuer.Name),
            ("Jwt:Audience", TestIssuer.Audience),
            ("Jwt:JwksFile", Path.Combine(_folder, "jwks.json")),
            ("Authentication:FailedAttemptsPerMinute", "1000000"));
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _issuer.Dispose();
        _stranger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void EveryEndpointThatAsksNobodyIsMeantTo()
    {
        var open = Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null).Select(PathOf).Where(path => !path.StartsWith("/docs", StringComparison.Ordinal) && !path.StartsWith("/redoc", StringComparison.Ordinal));

        open.ShouldBeSubsetOf(Open);
    }

    [Fact]
    public async Task NothingThatProvesNobodyOpensAnEndpoint()
    {
        var header = TestIssuer.Header("none");
        (string Name, string? Header, string Value)[] all =
        [
            ("nothing", null, ""),
            ("an empty key", "X-API-Key", ""),
            ("a wrong key", "X-API-Key", "mcts_wrong"),
            ("a wrong key as a bearer token", "Authorization", "Bearer mcts_wrong"),
            ("an expired key", "X-API-Key", _expiredKey),
            ("a revoked key", "X-API-Key", _revokedKey),
            ("a revoked key as a bearer token", "Authorization", $"Bearer {_revokedKey}"),
            ("the hash of a key", "X-API-Key", TestGateway.HashOf(_user)),
            ("a key under another scheme", "Authorization", $"Basic {_user}"),
            ("a key as a password", "Authorization", $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"alice:{_user}"))}"),
            ("a key without a scheme", "Authorization", _user),
            ("a key with something behind it", "Authorization", $"Bearer {_user} {_user}"),
            ("two schemes in one", "Authorization", $"Bearer {_user}, Bearer {_other}"),
            ("two keys in one", "X-API-Key", $"{_user},{_other}"),
            ("a key with its scheme", "X-API-Key", $"Bearer {_user}"),
            ("a key in quotes", "X-API-Key", $"\"{_user}\""),
            ("a key in capitals", "X-API-Key", _user.ToUpperInvariant()),
            ("a key's beginning", "X-API-Key", _user[..^1]),
            ("a key in a cookie", "Cookie", $"X-API-Key={_user}"),
            ("a key under another name", "X_API_Key", _user),
            ("a token where a key belongs", "X-API-Key", _issuer.Rs256(Claims())),
            ("a token with something behind it", "Authorization", $"Bearer {_issuer.Rs256(Claims())} x"),
            ("a token of a wrong algorithm", "Authorization", $"Bearer {TestIssuer.Hs256(Claims(), _issuer.PublicPem, _issuer.RsaKeyId)}"),
            ("a token without an algorithm", "Authorization", $"Bearer {TestIssuer.Token(header, Claims().ToJsonString(), _ => [])}"),
            ("a token with its own key", "Authorization", $"Bearer {WithItsOwnKey()}"),
            ("an expired token", "Authorization", $"Bearer {_issuer.Rs256(Claims(claims => claims["exp"] = 1_000_000_000))}"),
            ("a token of another issuer's key", "Authorization", $"Bearer {_stranger.Rs256(Claims())}"),
            ("a token for another audience", "Authorization", $"Bearer {_issuer.Rs256(Claims(claims => claims["aud"] = "others"))}"),
        ];

        foreach (var (method, path) in Guarded)
        {
            foreach (var (name, key, value) in all)
            {
                using var response = await SendAsync(method, path, key, value);
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path} with {name}");
                response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ShouldBe(["ApiKey", "Bearer"], $"{method} {path} with {name}");
                await CheckFormAsync(response, path, "AUTHENTICATION_ERROR", "invalid_api_key");
            }
        }

        _upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task AKeyInTheAddressOpensNoEndpoint()
    {
        var token = _issuer.Rs256(Claims());
        foreach (var (method, path) in Guarded)
        {
            foreach (var query in (string[])[$"X-API-Key={_admin}", $"api_key={_admin}", $"key={_admin}", $"access_token={token}", $"Authorization=Bearer%20{_admin}"])
            {
                using var response = await SendAsync(method, $"{path}?{query}", null, "");
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}?{query}");
            }
        }

        _upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("X-API-Key: {0}\r\nX-API-Key: {1}")]
    [InlineData("X-API-Key: {0}\r\nX-API-Key: {0}")]
    [InlineData("X-API-Key: {0}\r\nx-api-key:")]
    [InlineData("X-API-Key:\r\nAuthorization: Bearer {0}")]
    [InlineData("Authorization: Bearer {0}\r\nAuthorization: Bearer {1}")]
    [InlineData("Authorization: Bearer {0}\r\nAuthorization: Basic eDp5")]
    public async Task WhoSendsTwoCredentialsOfAKindSendsNone(string headers)
    {
        var both = string.Format(System.Globalization.CultureInfo.InvariantCulture, headers, _user, _other);

        (await _gateway.SendRawAsync($"GET /documents HTTP/1.1\r\nHost: a\r\n{both}\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 401");

        _upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x-api-key: {0}")]
    [InlineData("authorization: bearer {0}")]
    [InlineData("Authorization: BEARER {0}")]
    [InlineData("Authorization: Bearer   {0}")]
    [InlineData("Authorization: bearer {1}")]
    public async Task NamesOfHeadersAndSchemesMayBeWrittenInAnyCase(string header)
    {
        var line = string.Format(System.Globalization.CultureInfo.InvariantCulture, header, _user, _issuer.Rs256(Claims()));

        (await _gateway.SendRawAsync($"GET /documents HTTP/1.1\r\nHost: a\r\n{line}\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task AWrongRoleOpensNoEndpoint()
    {
        foreach (var (method, path) in Guarded)
        {
            var reader = ("Authorization", $"Bearer {_issuer.Rs256(Claims(claims => claims["roles"] = "reader"))}");
            (string Header, string Value)[] wrong = path.StartsWith("/admin/", StringComparison.Ordinal)
                ? [("X-API-Key", _user), ("Authorization", $"Bearer {_issuer.Rs256(Claims())}"), reader]
                : [reader];
            foreach (var (header, value) in wrong)
            {
                using var response = await SendAsync(method, path, header, value);
                response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{method} {path}");
                await CheckFormAsync(response, path, "AUTHORIZATION_ERROR", "authorization_error");
            }
        }

        _upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task EachOneGoesOnUnderItsOwnNameWhateverItSaysOfItself()
    {
        (string Client, string Header, string Value)[] all =
        [
            ("alice", "X-API-Key", _user), ("bob", "Authorization", $"Bearer {_other}"), ("ops", "X-API-Key", _admin), ("carol", "Authorization", $"Bearer {_issuer.Es256(Claims(claims => claims["sub"] = "carol"))}"),
        ];
        foreach (var (method, path) in Guarded.Where(route => !route.Path.StartsWith("/admin/", StringComparison.Ordinal)))
        {
            foreach (var (client, header, value) in all)
            {
                _upstream.Received.Clear();
                using var response = await SendAsync(method, path, header, value, impersonates: "victim");
                response.StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized, $"{method} {path} by {client}");
                response.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden, $"{method} {path} by {client}");
                foreach (var received in _upstream.Received)
                    received.Headers["X-Client-Id"].ShouldBe(client, $"{method} {path}");
            }
        }
    }

    private static Gateway.Authentication.ClientLimits Generous => new() { PerSecond = 1_000_000, PerMinute = 1_000_000, PerHour = 1_000_000, PerDay = 1_000_000 };

    private IEnumerable<RouteEndpoint> Endpoints => _gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private List<(string Method, string Path)> Guarded
    {
        get
        {
            var all = Endpoints.Where(endpoint => !Open.Contains(PathOf(endpoint)) && endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null)
                .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, PathOf(endpoint))))
                .ToList();
            all.Count.ShouldBeGreaterThan(20);
            return all;
        }
    }

    private static System.Text.Json.Nodes.JsonObject Claims() => TestIssuer.Claims();

    private static System.Text.Json.Nodes.JsonObject Claims(Action<System.Text.Json.Nodes.JsonObject> change) => TestIssuer.Claims(change);

    private string WithItsOwnKey()
    {
        var header = TestIssuer.Header("RS256", _issuer.RsaKeyId);
        header["jwk"] = System.Text.Json.Nodes.JsonNode.Parse(_stranger.Jwks)!["keys"]![0]!.DeepClone();
        header["x5c"] = new System.Text.Json.Nodes.JsonArray(Convert.ToBase64String(_stranger.Certificate()));
        return TestIssuer.Token(header, Claims().ToJsonString(), _stranger.Rsa);
    }

    private static async Task<string> AddAsync(FileKeyStore store, NewKey key)
    {
        await store.AddAsync(key.Stored, default);
        return key.Text;
    }

    private static string PathOf(RouteEndpoint endpoint)
    {
        var path = endpoint.RoutePattern.RawText!.Replace("{agent}", "hrm", StringComparison.Ordinal).Replace("{model}", "mcts", StringComparison.Ordinal);
        path = System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "some-id");
        return path.StartsWith('/') ? path : $"/{path}";
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? header, string value, string? impersonates = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_gateway.Address, path));
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        if (impersonates is not null)
            request.Headers.Add("X-Client-Id", impersonates);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent("""{"query":"Why?"}""", Encoding.UTF8, "application/json");
        return await _client.SendAsync(request);
    }

    private static async Task CheckFormAsync(HttpResponseMessage response, string path, string code, string openAiCode)
    {
        if (!path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe(code, path);
            return;
        }

        var error = JsonSerializer.Deserialize<OpenAiErrorResponse>(await response.Content.ReadAsStringAsync(), StrictJson.Options)!.Error;
        error.Code.ShouldBe(openAiCode, path);
        error.Message.ShouldNotBeNullOrEmpty();
    }
}
