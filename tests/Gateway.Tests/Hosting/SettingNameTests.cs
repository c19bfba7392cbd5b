using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Hosting;

/// <summary>Settings that there are not, in every section of the Gateway's own.</summary>
public sealed class SettingNameTests
{
    [Theory]
    [InlineData("ApiKeys:0:Role", "ApiKeys__0__Role is no setting that there is; the nearest one is ApiKeys__0__Roles")]
    [InlineData("ApiKeys:0:Limits:PerMinutes", "ApiKeys__0__Limits__PerMinutes is no setting that there is; the nearest one is ApiKeys__0__Limits__PerMinute")]
    [InlineData("Authentication:FailedAttempts", "Authentication__FailedAttempts is no setting that there is; the nearest one is Authentication__FailedAttemptsPerMinute")]
    [InlineData("Jwt:Audiences", "Jwt__Audiences is no setting that there is; the nearest one is Jwt__Audience")]
    [InlineData("Audit:IncludeQueries", "Audit__IncludeQueries is no setting that there is; the nearest one is Audit__IncludeQuery")]
    [InlineData("Forwarding:WorkTimeout", "Forwarding__WorkTimeout is no setting that there is; the nearest one is Forwarding__WorkTimeoutSeconds")]
    [InlineData("Cors:Origin", "Cors__Origin is no setting that there is; the nearest one is Cors__Origins__0")]
    [InlineData("Security:KnownProxy:0", "Security__KnownProxy__0 is no setting that there is; the nearest one is Security__KnownProxies__0")]
    [InlineData("Server:MaxConnection", "Server__MaxConnection is no setting that there is; the nearest one is Server__MaxConnections")]
    [InlineData("Documentation:Contact", "Documentation__Contact is no setting that there is; the nearest one is Documentation__ContactUrl")]
    [InlineData("RateLimits:PerMinutes", "RateLimits__PerMinutes is no setting that there is; RATE_LIMIT_REQUESTS_PER_MINUTE sets the minute's limit")]
    [InlineData("RateLimits:PerHours", "RateLimits__PerHours is no setting that there is; the nearest one is RateLimits__PerHour")]
    [InlineData("RateLimits:PerMinute", "RateLimits__PerMinute is no setting that there is; RATE_LIMIT_REQUESTS_PER_MINUTE sets the minute's limit")]
    public async Task AMisspeltSettingStopsTheStartWithTheNearestName(string name, string message) => (await ProblemAsync(name, "1")).ShouldBe(message);

    [Fact]
    public async Task ARoleThatThereIsNotStopsTheStart() =>
        (await ProblemAsync("ApiKeys:0:Roles", "user,root")).ShouldBe("ApiKeys__0__Roles holds 'root', and must hold nothing but user and admin");

    [Theory]
    [InlineData("nohost:1,abc=def")]
    [InlineData("127.0.0.1:6379,connectTimeout=soon")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("password=swordfish")]
    [InlineData("127.0.0.1:6379,swordfish=1")]
    public async Task AnAddressOfRedisThatMakesNoSenseStopsTheStart(string connection)
    {
        var message = await ProblemAsync("ConnectionStrings:redis", connection);

        message.ShouldStartWith("ConnectionStrings__redis can't be understood");
        message.ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task ARedisThatIsDownDoesNotStopTheStart()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("ConnectionStrings:redis", FormattableString.Invariant($"127.0.0.1:{FreePort.Next()},connectTimeout=100")));

        (await gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static async Task<string> ProblemAsync(string name, string value) =>
        (await Should.ThrowAsync<ConfigurationException>(() => TestGateway.StartAsync(new Uri("http://127.0.0.1:1"), (name, value)))).Message;
}
