using System.Net;
using MctsAspire.Protos.Llm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.ServiceDefaults.Tests.Rpc;

/// <summary>A service that serves a model over gRPC, and another one that calls it by its name.</summary>
internal sealed class ServicePair(TestService server, TestService caller) : IAsyncDisposable
{
    public TestService Server => server;

    public LanguageModel.LanguageModelClient Client => caller.Services.GetRequiredService<LanguageModel.LanguageModelClient>();

    public static async Task<ServicePair> StartAsync(FailingModel model)
    {
        var server = await ServeAsync(model);
        var caller = await TestService.StartAsync(
            builder => builder.Services.AddGrpcServiceClient<LanguageModel.LanguageModelClient>("llm-gateway"),
            settings: ("services:llm-gateway:grpc:0", server.Grpc.ToString()));
        return new ServicePair(server, caller);
    }

    public static Task<TestService> ServeAsync(FailingModel model, int? port = null) => TestService.StartAsync(
        builder =>
        {
            builder.Services.AddGrpcService();
            builder.Services.AddSingleton(model);
            if (port is { } wanted)
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, wanted, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        },
        app => app.MapGrpcService<FailingModel>());

    public async ValueTask DisposeAsync()
    {
        await caller.DisposeAsync();
        await server.DisposeAsync();
    }
}
