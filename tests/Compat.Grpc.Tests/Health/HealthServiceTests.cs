using Grpc.AspNetCore.HealthChecks;
using Grpc.Core;
using Grpc.Health.V1;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using HealthClient = Grpc.Health.V1.Health.HealthClient;
using Serving = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace MctsAspire.Compat.Grpc.Tests.Health;

public sealed class HealthServiceTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, Serving.Serving)]
    [InlineData(HealthStatus.Degraded, Serving.Serving)]
    [InlineData(HealthStatus.Unhealthy, Serving.NotServing)]
    public async Task CheckTellsWhatTheChecksSayNow(HealthStatus health, Serving serving)
    {
        var state = new State { Health = health };
        await using var server = await StartAsync(state);
        (await Client(server).CheckAsync(new HealthCheckRequest())).Status.ShouldBe(serving);
    }

    [Fact]
    public async Task AnUnknownServiceIsNotFound()
    {
        await using var server = await StartAsync(new State());
        (await Client(server).CheckAsync(new HealthCheckRequest { Service = "absent" }).Error()).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task AServiceMayHaveChecksOfItsOwn()
    {
        var state = new State { Health = HealthStatus.Unhealthy };
        await using var server = await StartAsync(
            state,
            options =>
            {
                options.Services.Map("mine", check => check.Tags.Contains("mine"));
                options.Services.Map("other", check => check.Name == "other");
            },
            publishing: false);
        (await Client(server).CheckAsync(new HealthCheckRequest { Service = "mine" })).Status.ShouldBe(Serving.NotServing);
        (await Client(server).CheckAsync(new HealthCheckRequest { Service = "other" })).Status.ShouldBe(Serving.Serving);
        state.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task WatchTellsTheStateAndEachChange()
    {
        var state = new State();
        await using var server = await StartAsync(state);
        using var call = Client(server).Watch(new HealthCheckRequest());
        (await NextAsync(call)).ShouldBe(Serving.Serving);
        state.Health = HealthStatus.Unhealthy;
        (await NextAsync(call)).ShouldBe(Serving.NotServing);
        state.Health = HealthStatus.Degraded;
        (await NextAsync(call)).ShouldBe(Serving.Serving);
    }

    [Fact]
    public async Task WatchOfAnUnknownServiceSaysSoAndStaysOpen()
    {
        await using var server = await StartAsync(new State());
        using var call = Client(server).Watch(new HealthCheckRequest { Service = "absent" });
        (await NextAsync(call)).ShouldBe(Serving.ServiceUnknown);
        var next = call.ResponseStream.MoveNext();
        next.IsCompleted.ShouldBeFalse();
        call.Dispose();
        (await next.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task WatchSaysNotServingAndEndsAtShutdown()
    {
        await using var server = await StartAsync(new State());
        using var call = Client(server).Watch(new HealthCheckRequest());
        (await NextAsync(call)).ShouldBe(Serving.Serving);
        var stop = server.StopAsync();
        (await NextAsync(call)).ShouldBe(Serving.NotServing);
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeFalse();
        await stop.Soon();
    }

    [Fact]
    public async Task TheCacheTellsWhatWasPublishedLast()
    {
        var state = new State();
        await using var server = await StartAsync(state, options => options.UseHealthChecksCache = true);
        using var call = Client(server).Watch(new HealthCheckRequest());
        while (await NextAsync(call) != Serving.Serving)
            continue;
        var runs = state.Runs;
        state.Health = HealthStatus.Unhealthy;
        for (var i = 0; i < 20; i++)
            await Client(server).CheckAsync(new HealthCheckRequest());
        state.Runs.ShouldBeLessThan(runs + 20);
    }

    [Fact]
    public async Task MappingWithoutRegistrationSaysWhatToDo()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => EchoServer.StartAsync(routes: app => app.MapGrpcHealthChecksService()));
        error.Message.ShouldContain("AddGrpcHealthChecks");
    }

    private static Task<EchoServer> StartAsync(State state, Action<GrpcHealthChecksOptions>? configure = null, bool publishing = true) => EchoServer.StartAsync(
        services =>
        {
            services.AddGrpcHealthChecks(configure ?? (_ => { }))
                .AddCheck("mine", state.Check, ["mine"])
                .AddCheck("other", () => HealthCheckResult.Healthy());
            services.Configure<HealthCheckPublisherOptions>(options =>
            {
                options.Delay = publishing ? TimeSpan.Zero : TimeSpan.FromHours(1);
                options.Period = TimeSpan.FromSeconds(1);
            });
        },
        app => app.MapGrpcHealthChecksService());

    private static HealthClient Client(EchoServer server) => new(server.Channel());

    private static async Task<Serving> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }

    private sealed class State
    {
        private int _runs;

        public HealthStatus Health { get; set; } = HealthStatus.Healthy;

        public int Runs => _runs;

        public HealthCheckResult Check()
        {
            Interlocked.Increment(ref _runs);
            return new HealthCheckResult(Health);
        }
    }
}
