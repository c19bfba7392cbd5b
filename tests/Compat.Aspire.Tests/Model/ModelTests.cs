using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Compat.Aspire.Tests.Model;

public sealed class ModelTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder([]);

    [Theory]
    [InlineData("a")]
    [InlineData("llm-gateway")]
    [InlineData("mcts-1")]
    public void AGoodNameIsTaken(string name) => _builder.AddExecutable(name, "true", ".").Resource.Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("a_b")]
    [InlineData("ä")]
    public void ABadNameIsRefused(string name) => Should.Throw<ArgumentException>(() => _builder.AddExecutable(name, "true", ".")).Message.ShouldContain("ASCII letters");

    [Fact]
    public void ANameOfAllowedLengthIsTakenAndALongerOneIsNot()
    {
        _builder.AddExecutable(new string('a', 64), "true", ".");

        Should.Throw<ArgumentException>(() => _builder.AddExecutable(new string('a', 65), "true", "."));
    }

    [Fact]
    public void ANameIsTakenOnceWhateverItsCase()
    {
        _builder.AddExecutable("one", "true", ".");

        Should.Throw<DistributedApplicationException>(() => _builder.AddExecutable("ONE", "true", ".")).Message.ShouldContain("'ONE'");
    }

    [Fact]
    public void AnEndpointNameIsTakenOnce()
    {
        var one = _builder.AddExecutable("one", "true", ".").WithHttpEndpoint();

        Should.Throw<DistributedApplicationException>(() => one.WithHttpEndpoint()).Message.ShouldContain("endpoint 'http'");
    }

    [Fact]
    public void AnEndpointKnowsWhatItWasGiven()
    {
        var one = _builder.AddExecutable("one", "true", ".").WithHttpEndpoint(port: 1234, name: "web").WithExternalHttpEndpoints().AsHttp2Service();

        var endpoint = one.GetEndpoint("web").EndpointAnnotation;

        (endpoint.Port, endpoint.UriScheme, endpoint.Transport, endpoint.IsExternal).ShouldBe((1234, "http", "http2", true));
        one.GetEndpoint("WEB").Exists.ShouldBeTrue();
        one.GetEndpoint("other").Exists.ShouldBeFalse();
    }

    [Fact]
    public void AnAddressIsNotKnownBeforeTheStart()
    {
        var one = _builder.AddExecutable("one", "true", ".").WithHttpEndpoint();

        one.GetEndpoint("http").IsAllocated.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => one.GetEndpoint("http").Url).Message.ShouldContain("before the application starts");
    }

    [Fact]
    public void AHealthCheckNeedsAnEndpoint() =>
        Should.Throw<DistributedApplicationException>(() => _builder.AddExecutable("one", "true", ".").WithHttpHealthCheck("/health")).Message.ShouldContain("add it before the check");

    [Fact]
    public async Task AnExpressionIsTextAndValues()
    {
        var user = _builder.AddParameter("user", "ann");
        var expression = ReferenceExpression.Create($"{{literally}} {user}@{"host"}!");

        (await expression.GetValueAsync(CancellationToken.None)).ShouldBe("{literally} ann@host!");
        expression.ValueExpression.ShouldBe("{literally} {user.value}@host!");
        expression.ValueProviders.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task TheConfigurationWinsOverAParametersOwnValue()
    {
        var user = _builder.AddParameter("user", "ann");
        _builder.Configuration["Parameters:user"] = "bob";

        (await user.Resource.GetValueAsync(CancellationToken.None)).ShouldBe("bob");
    }

    [Fact]
    public void ASecretIsNotPublishedAsADefault() =>
        Should.Throw<ArgumentException>(() => _builder.AddParameter("pepper", "hot", publishValueAsDefault: true, secret: true));

    [Fact]
    public async Task AConnectionStringComesFromTheConfiguration()
    {
        var database = _builder.AddConnectionString("database");
        _builder.Configuration["ConnectionStrings:database"] = "Host=db";

        (await database.Resource.GetConnectionStringAsync()).ShouldBe("Host=db");
    }

    [Fact]
    public async Task EveryKindOfVariableIsResolved()
    {
        var job = _builder.AddExecutable("job", "true", ".")
            .WithEnvironment("A", "text")
            .WithEnvironment("B", () => "made")
            .WithEnvironment("C", _builder.AddParameter("user", "ann"))
            .WithEnvironment("D", $"<{_builder.AddParameter("other", "bob")}>")
            .WithEnvironment("E", _builder.AddConnectionString("database"))
            .WithEnvironment(context => context.EnvironmentVariables["F"] = 7)
            .WithReference("outside", new Uri("https://example.com"));
        _builder.Configuration["ConnectionStrings:database"] = "Host=db";

        var launch = (await PlanAsync())[new ResourceInstance(job.Resource, 0)];

        new[] { "A", "B", "C", "D", "E", "F", "services__outside__default__0" }.Select(name => launch.Environment[name])
            .ShouldBe(["text", "made", "ann", "<bob>", "Host=db", "7", "https://example.com/"]);
    }

    [Fact]
    public async Task ArgumentsKeepTheirOrderAndAreNotSplit()
    {
        var job = _builder.AddExecutable("job", "true", ".", "a b", "\"c\"").WithArgs("d").WithArgs(_builder.AddParameter("e", "f").Resource);

        (await PlanAsync())[new ResourceInstance(job.Resource, 0)].Arguments.ShouldBe(["a b", "\"c\"", "d", "f"]);
    }

    [Fact]
    public async Task EachReplicaHasPortsOfItsOwnAndOthersAreToldAll()
    {
        var many = _builder.AddProject<SampleProject>("many").WithHttpEndpoint().WithReplicas(2);
        var other = _builder.AddProject<SampleProject>("other").WithReference(many);

        var plan = await PlanAsync();

        var urls = Enumerable.Range(0, 2).Select(replica => plan[new ResourceInstance(many.Resource, replica)].Environment["ASPNETCORE_URLS"]).ToArray();
        urls[0].ShouldNotBe(urls[1]);
        var told = plan[new ResourceInstance(other.Resource, 0)].Environment;
        new[] { told["services__many__http__0"], told["services__many__http__1"] }.ShouldBe(urls);
    }

    [Fact]
    public async Task ReplicasCantShareAFixedPort()
    {
        _builder.AddProject<SampleProject>("many").WithHttpEndpoint(port: Testing.FreePort.Next()).WithReplicas(2);

        (await Should.ThrowAsync<DistributedApplicationException>(PlanAsync)).Message.ShouldContain("can't share the port");
    }

    [Fact]
    public async Task AnEndpointWithAVariableIsNotInTheUrls()
    {
        var one = _builder.AddProject<SampleProject>("one").WithHttpEndpoint().WithHttpEndpoint(name: "own", env: "OWN_PORT");

        var environment = (await PlanAsync())[new ResourceInstance(one.Resource, 0)].Environment;

        environment["ASPNETCORE_URLS"]!.Split(';').ShouldHaveSingleItem().ShouldNotEndWith(environment["OWN_PORT"]!);
    }

    [Fact]
    public async Task OnlyTheEndpointThatWasReferredToIsTold()
    {
        var back = _builder.AddProject<SampleProject>("back").WithHttpEndpoint().WithHttpEndpoint(name: "grpc");
        var front = _builder.AddProject<SampleProject>("front").WithReference(back.GetEndpoint("grpc"));

        var told = (await PlanAsync())[new ResourceInstance(front.Resource, 0)].Environment.Keys.Where(name => name.StartsWith("services__", StringComparison.Ordinal));

        told.ShouldBe(["services__back__grpc__0"]);
    }

    [Fact]
    public async Task AProjectThatIsNotBuiltSaysSo()
    {
        _builder.AddProject<UnbuiltProject>("one");

        (await Should.ThrowAsync<DistributedApplicationException>(PlanAsync)).Message.ShouldContain("run dotnet build first");
    }

    [Fact]
    public async Task ResourcesThatWaitInACircleAreNamed()
    {
        var a = _builder.AddExecutable("a", "true", ".");
        var b = _builder.AddExecutable("b", "true", ".").WaitFor(a);
        a.WaitForCompletion(b);

        (await Should.ThrowAsync<DistributedApplicationException>(PlanAsync)).Message.ShouldBe("a waits for b waits for a, so none of them can start; take one of the waits out.");
    }

    [Fact]
    public void AnApplicationForPublishingStartsNothing()
    {
        var builder = DistributedApplication.CreateBuilder(["--operation", "publish"]);

        builder.ExecutionContext.IsPublishMode.ShouldBeTrue();
        using var application = builder.Build();
        application.Services.GetService<ResourceOrchestrator>().ShouldBeNull();
    }

    private async Task<IReadOnlyDictionary<ResourceInstance, global::Aspire.Hosting.Processes.ProcessLaunch>> PlanAsync()
    {
        await using var application = _builder.Build();
        using var ports = new global::Aspire.Hosting.Processes.PortReservations();
        return await new ApplicationPlan(
            application.Services.GetRequiredService<DistributedApplicationModel>(),
            _builder.ExecutionContext,
            ports,
            application.Services.GetRequiredService<global::Aspire.Hosting.Processes.ProcessGuard>()).MakeAsync(CancellationToken.None);
    }
}
