using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;

namespace MctsAspire.Compat.Grpc.Tests.Discovery;

public sealed class ConfiguredServicesTests
{
    [Theory]
    [InlineData("http://api/path?q=1", "http://localhost:1001/path?q=1")]
    [InlineData("https://api/", "https://localhost:1002/")]
    [InlineData("https+http://api/", "https://localhost:1002/")]
    [InlineData("http+https://api/", "http://localhost:1001/")]
    [InlineData("https+http://plain/x", "http://localhost:1003/x")]
    [InlineData("http://_grpc.api/a.B/C", "http://localhost:1004/a.B/C")]
    [InlineData("http://_grpc.with.dots/", "http://localhost:1005/")]
    [InlineData("http://API/", "http://localhost:1001/")]
    [InlineData("http://single/", "http://localhost:1006/")]
    [InlineData("http://usual/", "https://localhost:1009/")]
    [InlineData("http://bare/", "http://localhost:1007/")]
    [InlineData("http://based/x", "http://localhost:1008/base/x")]
    public void ANameBecomesItsConfiguredAddress(string asked, string resolved) => Services().Resolve(new Uri(asked)).ToString().ShouldBe(resolved);

    [Theory]
    [InlineData("http://unknown:8080/x")]
    [InlineData("https://example.com/x")]
    [InlineData("http://127.0.0.1:5000/x")]
    [InlineData("http://[::1]:5000/x")]
    [InlineData("http://_absent.api/x")]
    [InlineData("https://plain/x")]
    [InlineData("http://broken/x")]
    public void WhatIsNotConfiguredPassesThrough(string asked) => Services().Resolve(new Uri(asked)).ToString().ShouldBe(asked);

    [Fact]
    public void OfSeveralSchemesTheFirstPassesThrough() =>
        Services().Resolve(new Uri("https+http://unknown:8080/x")).ToString().ShouldBe("https://unknown:8080/x");

    [Fact]
    public void SeveralAddressesTakeTurns()
    {
        using var services = Services();
        Enumerable.Range(0, 6).Select(_ => services.Resolve(new Uri("http://many/")).Port).ShouldBe([2001, 2002, 2003, 2001, 2002, 2003]);
    }

    [Fact]
    public void TurnsAreFairWhenManyThreadsAsk()
    {
        using var services = Services();
        var counts = new ConcurrentDictionary<int, int>();
        Parallel.For(0, 30_000, _ => counts.AddOrUpdate(services.Resolve(new Uri("http://many/")).Port, 1, (_, count) => count + 1));
        counts.Values.ShouldBe([10_000, 10_000, 10_000]);
    }

    [Fact]
    public void AReloadIsSeen()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("services:api:http:0", "http://localhost:1")]).Build();
        using var services = Services(configuration);
        services.Resolve(new Uri("http://api/")).Port.ShouldBe(1);
        configuration["services:api:http:0"] = "http://localhost:2";
        configuration.Reload();
        services.Resolve(new Uri("http://api/")).Port.ShouldBe(2);
    }

    [Fact]
    public void SchemesThatAreNotAllowedAreLeftOut()
    {
        using var services = Services(options: new ServiceDiscoveryOptions { AllowAllSchemes = false, AllowedSchemes = ["https"] });
        services.Resolve(new Uri("https+http://api/")).Port.ShouldBe(1002);
        services.Resolve(new Uri("http://api/")).Host.ShouldBe("api");
    }

    [Fact]
    public async Task EveryClientOfTheFactoryResolvesNames()
    {
        var seen = new List<Uri>();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(Configuration());
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery().ConfigurePrimaryHttpMessageHandler(() => new Recording(seen)));
        services.AddHttpClient("any");
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("any");
        using var _ = await client.GetAsync(new Uri("http://api/ready"));
        using var other = provider.GetRequiredService<IHttpClientFactory>().CreateClient("never registered");
        using var __ = await other.GetAsync(new Uri("https+http://plain/x"));
        seen.Select(uri => uri.ToString()).ShouldBe(["http://localhost:1001/ready", "http://localhost:1003/x"]);
    }

    private static IConfigurationRoot Configuration() => new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("services:api:http:0", "http://localhost:1001"),
        new("services:api:https:0", "https://localhost:1002"),
        new("services:api:grpc:0", "http://localhost:1004"),
        new("services:plain:http:0", "http://localhost:1003"),
        new("services:with.dots:grpc:0", "http://localhost:1005"),
        new("services:single:http", "http://localhost:1006"),
        new("services:bare:http:0", "localhost:1007"),
        new("services:based:http:0", "http://localhost:1008/base/"),
        new("services:usual:default:0", "https://localhost:1009"),
        new("services:usual:http:0", "http://localhost:1010"),
        new("services:broken:http:0", "://"),
        new("services:many:http:0", "http://localhost:2001"),
        new("services:many:http:1", "http://localhost:2002"),
        new("services:many:http:2", "http://localhost:2003"),
    ]).Build();

    private static ConfiguredServices Services(IConfiguration? configuration = null, ServiceDiscoveryOptions? options = null) => new(
        configuration ?? Configuration(),
        Options.Create(new ConfigurationServiceEndpointProviderOptions()),
        Options.Create(options ?? new ServiceDiscoveryOptions()),
        NullLogger<ConfiguredServices>.Instance);

    private sealed class Recording(List<Uri> seen) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
