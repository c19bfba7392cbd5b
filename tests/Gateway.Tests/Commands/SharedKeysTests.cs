using System.Net;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Commands;

/// <summary>Two Gateways and a command on one Redis.</summary>
public sealed class SharedKeysTests(RedisServer server) : IClassFixture<RedisServer>
{
    [RequiresFact("redis-server")]
    public async Task AKeyInRedisWorksAtEveryGatewayAndOutlivesTheServersAbsence()
    {
        using var folder = new TemporaryFolder();
        var redis = ("ConnectionStrings:redis", $"{server.ConnectionString},connectTimeout=1000");
        await using var upstream = await Upstream.StartAsync();
        await using var one = await TestGateway.StartAsync(upstream, redis);
        await using var other = await TestGateway.StartAsync(upstream, redis);
        var key = (await TestCommand.RunAsync(folder.Path, ["keys", "add", "--client", "shared", "-q"], redis)).Output.Trim();

        await Eventually.HoldsAsync(async () => await StatusAsync(one, key) == HttpStatusCode.OK);
        await Eventually.HoldsAsync(async () => await StatusAsync(other, key) == HttpStatusCode.OK);

        var list = (await TestCommand.RunAsync(folder.Path, ["keys", "list"], redis)).Output;
        list.ShouldContain("shared");
        File.Exists(folder.File("gateway", "keys.json")).ShouldBeFalse();
        (await TestCommand.RunAsync(folder.Path, ["keys", "revoke", list.Split('\n').Single(line => line.Contains("shared", StringComparison.Ordinal)).Split(' ')[0]], redis)).Code.ShouldBe(0);
        await Eventually.HoldsAsync(async () => await StatusAsync(one, key) == HttpStatusCode.Unauthorized);
        await Eventually.HoldsAsync(async () => await StatusAsync(other, key) == HttpStatusCode.Unauthorized);

        var kept = (await TestCommand.RunAsync(folder.Path, ["keys", "add", "--client", "kept", "-q"], redis)).Output.Trim();
        await Eventually.HoldsAsync(async () => await StatusAsync(one, kept) == HttpStatusCode.OK);
        await server.FreezeAsync();
        try
        {
            await Eventually.HoldsAsync(() => one.Logs.Text.Contains("Redis can't be reached", StringComparison.Ordinal));
            (await StatusAsync(one, kept)).ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await server.ThawAsync();
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, "/documents"));
        request.Headers.Add("X-API-Key", key);
        using var response = await new HttpClient().SendAsync(request);
        return response.StatusCode;
    }
}
