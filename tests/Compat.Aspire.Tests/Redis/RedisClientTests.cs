using System.Diagnostics;
using Aspire.StackExchange.Redis;
using MctsAspire.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace MctsAspire.Compat.Aspire.Tests.Redis;

public sealed class RedisClientTests(RedisServer server) : IClassFixture<RedisServer>
{
    [RequiresFact("redis-server")]
    public async Task TheClientConnectsWithTheConnectionStringOfItsName()
    {
        using var host = Build(builder => builder.AddRedisClient("redis"));

        var database = host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        await database.StringSetAsync("name", "value");

        ((string?)await database.StringGetAsync("name")).ShouldBe("value");
        (await server.CommandAsync("EXISTS name")).ShouldBe(":1");
    }

    [RequiresFact("redis-server")]
    public async Task AKeyedClientIsFoundByItsKey()
    {
        using var host = Build(builder => builder.AddKeyedRedisClient("redis"));

        var client = host.Services.GetRequiredKeyedService<IConnectionMultiplexer>("redis");

        await client.GetDatabase().PingAsync();
        host.Services.GetService<IConnectionMultiplexer>().ShouldBeNull();
        (await HealthAsync(host)).Entries.Keys.ShouldBe(["StackExchange.Redis_redis"]);
    }

    [RequiresFact("redis-server")]
    public async Task TheHealthCheckIsHealthyWhileTheServerAnswers()
    {
        using var host = Build(builder => builder.AddRedisClient("redis"));

        var report = await HealthAsync(host);

        report.Entries.Keys.ShouldBe(["StackExchange.Redis"]);
        report.Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task WithoutAServerTheApplicationStartsAndTheHealthCheckSaysSo()
    {
        using var host = Build(builder => builder.AddRedisClient("redis"), FormattableString.Invariant($"127.0.0.1:{FreePort.Next()},password=quite-secret,connectTimeout=500,connectRetry=1"));
        await host.StartAsync();

        var report = await HealthAsync(host);

        report.Status.ShouldBe(HealthStatus.Unhealthy);
        report.Entries.Values.ShouldHaveSingleItem().Description.ShouldBe("Redis does not answer.");
        await host.StopAsync();
    }

    [RequiresFact("redis-server")]
    public async Task AClientOutlivesItsServer()
    {
        var own = new RedisServer();
        await own.InitializeAsync();
        using var host = Build(builder => builder.AddRedisClient("redis"), own.ConnectionString);
        (await HealthAsync(host)).Status.ShouldBe(HealthStatus.Healthy);

        await own.DisposeAsync();
        await Eventually.HoldsAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Unhealthy, () => "the check sees that the server is gone");
        await own.InitializeAsync();

        await Eventually.HoldsAsync(async () => (await HealthAsync(host)).Status == HealthStatus.Healthy, () => "the client is connected again");
        await own.DisposeAsync();
    }

    [RequiresFact("redis-server")]
    public async Task ACommandIsASpanBelowTheOneItWasSentIn()
    {
        using var work = new ActivitySource("tests.redis");
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is RedisTracing.SourceName or "tests.redis",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (spans)
                    spans.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var host = Build(builder => builder.AddRedisClient("redis"));
        var database = host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        ActivityContext parent;
        using (var activity = work.StartActivity("work")!)
        {
            parent = activity.Context;
            await database.StringSetAsync("traced", 1);
            await database.StringIncrementAsync("traced");
        }

        List<Activity> Children()
        {
            lock (spans)
                return [.. spans.Where(span => span.ParentSpanId == parent.SpanId)];
        }

        await Eventually.HoldsAsync(() => Children().Count == 2, () => "both commands are spans");
        Children().ShouldAllBe(span => span.TraceId == parent.TraceId && span.Kind == ActivityKind.Client && (string?)span.GetTagItem("db.system") == "redis");
        Children().Select(span => span.DisplayName).Order().ShouldBe(["INCR", "SET"]);
        Children()[0].GetTagItem("server.port").ShouldBe(server.Port);
        Children().ShouldAllBe(span => span.Duration > TimeSpan.Zero);
    }

    [RequiresFact("redis-server")]
    public async Task SpansAndTheHealthCheckCanBeLeftOut()
    {
        using var host = Build(builder => builder.AddRedisClient("redis", settings =>
        {
            settings.DisableTracing = true;
            settings.DisableHealthChecks = true;
        }));

        await host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync();

        host.Services.GetService<HealthCheckService>().ShouldBeNull();
    }

    [RequiresFact("redis-server")]
    public async Task SettingsComeFromTheConfigurationAndOptionsFromTheCaller()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Aspire:StackExchange:Redis:ConnectionString"] = server.ConnectionString;
        builder.AddRedisClient("redis", configureOptions: options => options.ClientName = "tests-client");
        using var host = builder.Build();

        var client = host.Services.GetRequiredService<IConnectionMultiplexer>();

        await client.GetDatabase().PingAsync();
        client.ClientName.ShouldBe("tests-client");
    }

    [Fact]
    public void AMissingConnectionStringIsNamed()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.AddRedisClient("redis");
        using var host = builder.Build();

        Should.Throw<InvalidOperationException>(() => host.Services.GetRequiredService<IConnectionMultiplexer>()).Message.ShouldContain("ConnectionStrings__redis");
    }

    private static Task<HealthReport> HealthAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private IHost Build(Action<HostApplicationBuilder> add, string? connectionString = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:redis", connectionString ?? server.ConnectionString)]);
        add(builder);
        return builder.Build();
    }
}
