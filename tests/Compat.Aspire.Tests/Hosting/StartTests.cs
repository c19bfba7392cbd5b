using MctsAspire.Testing;

namespace MctsAspire.Compat.Aspire.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task AServiceGetsTheEnvironmentThatAspireInjects()
    {
        await using var app = await SampleApp.StartHealthyAsync("two");

        var front = await app.EnvironmentOfAsync("front");

        front["ASPNETCORE_URLS"].ShouldBe(app.Address("front").GetLeftPart(UriPartial.Authority));
        front["ASPNETCORE_ENVIRONMENT"].ShouldBe("Development");
        front["DOTNET_ENVIRONMENT"].ShouldBe("Development");
        front["services__back__http__0"].ShouldBe(app.Address("back").GetLeftPart(UriPartial.Authority));
        front["OTEL_SERVICE_NAME"].ShouldBe("front");
        front["OTEL_RESOURCE_ATTRIBUTES"].ShouldMatch("^service.instance.id=[0-9a-f]{8}$");
        front["OTEL_EXPORTER_OTLP_ENDPOINT"].ShouldStartWith("http://127.0.0.1:");
        front["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe("http/protobuf");
        front["OTEL_EXPORTER_OTLP_HEADERS"].ShouldStartWith("x-otlp-api-key=");
        front["OTEL_BSP_SCHEDULE_DELAY"].ShouldBe("1000");
        front["OTEL_TRACES_SAMPLER"].ShouldBe("always_on");
        front["GREETING"].ShouldBe("hello");
    }

    [Fact]
    public async Task AnEndpointWithANameHasItsOwnPortAndIsFoundByItsName()
    {
        await using var app = await SampleApp.StartHealthyAsync("two");

        var back = await app.EnvironmentOfAsync("back");
        var front = await app.EnvironmentOfAsync("front");

        front["services__back__grpc__0"].ShouldBe("http://localhost:" + back["GRPC_PORT"]);
        back["ASPNETCORE_URLS"].Split(';').ShouldBe([front["services__back__http__0"], front["services__back__grpc__0"]]);
    }

    [Fact]
    public async Task AResourceStartsOnlyWhenTheOneItWaitsForIsHealthy()
    {
        await using var app = await SampleApp.StartHealthyAsync("two");

        var lines = app.Host.Lines.ToList();

        lines.FindIndex(line => line.Contains("back is healthy", StringComparison.Ordinal))
            .ShouldBeLessThan(lines.FindIndex(line => line.Contains("front started", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ATelemetryEndpointOfTheEnvironmentIsHandedOn()
    {
        await using var app = SampleApp.Start(["two"],
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4317"),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            new("OTEL_EXPORTER_OTLP_HEADERS", "a=b"),
        ]);
        await app.BecomesHealthyAsync();

        foreach (var resource in new[] { "front", "back" })
        {
            var environment = await app.EnvironmentOfAsync(resource);
            environment["OTEL_EXPORTER_OTLP_ENDPOINT"].ShouldBe("http://collector.example:4317");
            environment["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe("grpc");
            environment["OTEL_EXPORTER_OTLP_HEADERS"].ShouldBe("a=b");
        }
    }

    [Fact]
    public async Task TwoHostsRunSideBySide()
    {
        await using var one = SampleApp.Start(["two"]);
        await using var other = SampleApp.Start(["two"]);
        await Task.WhenAll(one.BecomesHealthyAsync(), other.BecomesHealthyAsync());

        one.Address("front").ShouldNotBe(other.Address("front"));
        (await one.EnvironmentOfAsync("front"))["services__back__http__0"].ShouldBe(one.Address("back").GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task AResourceThatWaitsForAnEndStartsAfterIt()
    {
        await using var app = await SampleApp.StartHealthyAsync("completion", "--done");

        var lines = app.Host.Lines.ToList();

        lines.FindIndex(line => line.EndsWith("| work is done", StringComparison.Ordinal))
            .ShouldBeLessThan(lines.FindIndex(line => line.Contains("one started", StringComparison.Ordinal)));
        (await app.AnswersAsync("one")).ShouldBeTrue();
    }

    [RequiresFact("redis-server")]
    public async Task RedisRunsWithAPasswordThatItsReferrersKnow()
    {
        await using var app = await SampleApp.StartHealthyAsync("redis");

        var connectionString = (await app.EnvironmentOfAsync("one"))["ConnectionStrings__cache"];

        connectionString.ShouldMatch("^localhost:[0-9]+,password=[0-9a-f]{32}$");
        using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(connectionString);
        (await connection.GetDatabase().StringSetAsync("a", "b")).ShouldBeTrue();
        app.Host.Output.ShouldNotContain(connectionString.Split('=')[1]);
    }
}
