using System.Globalization;
using System.Net;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>Several processes of the Gateway before one Redis, all of which 64 clients ask at once.</summary>
public sealed class ReplicaTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private const string Server = "redis-server";
    private const int Callers = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [RequiresTheory(Server)]
    [InlineData(2)]
    [InlineData(4)]
    public Task TheyLetInWhatTheWindowsAllowAndNoMore(int replicas) => RunAsync(replicas, rounds: 2, requests: 300, hourSeconds: 2);

    [FullFact(Server)]
    public async Task TheyLetInWhatTheWindowsAllowAndNoMoreOfAHundredThousand()
    {
        foreach (var replicas in (int[])[1, 2, 4])
            await RunAsync(replicas, rounds: 10, requests: 10_000, hourSeconds: 5);
    }

    /// <summary>
    /// Sends the requests of each round at once, twice as many as the hour allows, and each round when the hour of the one before has just passed for its first half, so that its requests stand around the ends of windows.
    /// </summary>
    private async Task RunAsync(int replicas, int rounds, int requests, int hourSeconds)
    {
        var limit = requests / 2;
        var client = $"of_{replicas}_{requests}";
        await using var upstream = await Upstream.StartAsync();
        var gateways = Enumerable.Range(0, replicas).Select(_ => Start(upstream, client, hourSeconds, limit)).ToList();
        var admitted = 0;
        try
        {
            var callers = await Task.WhenAll(gateways.Select(ListeningAsync));
            for (var round = 0; round < rounds; round++)
            {
                var before = await RedisLimitStoreTests.TimesAsync(redis, client);
                var sent = await SendAsync(callers, requests);
                admitted += sent;
                var times = await RedisLimitStoreTests.TimesAsync(redis, client);
                (times.Count - before.Count).ShouldBe(sent);
                // What is free when the round begins can only be taken by its requests, of which there are more.
                var free = limit - before.Count(at => at > times[before.Count] - (hourSeconds * 1_000_000L));
                sent.ShouldBeGreaterThanOrEqualTo(free);
                // Redis runs on this machine, by the same clock.
                var half = DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(times[before.Count + (sent / 2)]) + TimeSpan.FromSeconds(hourSeconds);
                await Eventually.HoldsAsync(() => TimeProvider.System.GetUtcNow() >= half);
            }

            foreach (var caller in callers)
                caller.Dispose();
        }
        finally
        {
            foreach (var gateway in gateways)
                await gateway.DisposeAsync();
        }

        var all = await RedisLimitStoreTests.TimesAsync(redis, client);
        all.Count.ShouldBe(admitted);
        upstream.Received.Count.ShouldBe(admitted);
        Windows.Excess(all, Windows.Plan((1_000_000, TimeSpan.FromSeconds(1)), (1_000_000, TimeSpan.FromMinutes(1)), (limit, TimeSpan.FromSeconds(hourSeconds)), (1_000_000, TimeSpan.FromDays(1)))).ShouldBeNull();
    }

    private static async Task<int> SendAsync(HttpClient[] callers, int requests)
    {
        var (next, admitted) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            while (Interlocked.Increment(ref next) <= requests)
            {
                using var answer = await callers[caller % callers.Length].GetAsync(new Uri("/documents", UriKind.Relative));
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
                if (answer.StatusCode == HttpStatusCode.OK)
                    Interlocked.Increment(ref admitted);
            }
        }));
        return admitted;
    }

    private ChildProcess Start(Upstream upstream, string client, int hourSeconds, int limit) => ChildProcess.Start(
        "dotnet",
        [typeof(GatewayExtensions).Assembly.Location],
        new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["LLM_PROVIDER"] = "embedded",
            ["Logging__LogLevel__MctsAspire.Gateway.Metrics"] = "Warning",
            ["ConnectionStrings__redis"] = redis.ConnectionString,
            ["services__orchestrator__http__0"] = upstream.Address.ToString(),
            // A machine that is busy must not be taken for a Redis that is lost.
            ["RateLimits__RedisTimeoutMilliseconds"] = "10000",
            ["RateLimits__Windows__HourSeconds"] = hourSeconds.ToString(CultureInfo.InvariantCulture),
            ["ApiKeys__0__Hash"] = TestGateway.HashOf(TestGateway.Key),
            ["ApiKeys__0__ClientId"] = client,
            ["ApiKeys__0__Limits__PerSecond"] = "1000000",
            ["ApiKeys__0__Limits__PerMinute"] = "1000000",
            ["ApiKeys__0__Limits__PerHour"] = limit.ToString(CultureInfo.InvariantCulture),
            ["ApiKeys__0__Limits__PerDay"] = "1000000",
        },
        AppContext.BaseDirectory);

    private static async Task<HttpClient> ListeningAsync(ChildProcess process)
    {
        const string marker = "Now listening on: ";
        var line = await process.WaitForLineAsync(line => line.Contains(marker, StringComparison.Ordinal), Patience);
        var message = JsonElement.Parse(line).GetProperty("message").GetString()!;
        var client = new HttpClient { BaseAddress = new Uri(message[(message.IndexOf(marker, StringComparison.Ordinal) + marker.Length)..]), Timeout = Patience };
        client.DefaultRequestHeaders.Add("X-API-Key", TestGateway.Key);
        return client;
    }
}
