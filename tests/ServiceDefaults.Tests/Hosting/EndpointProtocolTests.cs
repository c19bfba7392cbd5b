using System.Net;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace MctsAspire.ServiceDefaults.Tests.Hosting;

public sealed class EndpointProtocolTests
{
    [Fact]
    public async Task TheEndpointForGrpcSpeaksHttp2AndTheOtherHttp1()
    {
        var (http, grpc) = (FreePort.Next(), FreePort.Next());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath(), Args = HostArguments.NoReload });
        builder.Configuration["urls"] = $"http://127.0.0.1:{http};http://127.0.0.1:{grpc}";
        builder.Configuration["GRPC_PORT"] = grpc.ToString(System.Globalization.CultureInfo.InvariantCulture);
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();

        (await SpeaksAsync(http, HttpVersion.Version11)).ShouldBeTrue();
        (await SpeaksAsync(http, HttpVersion.Version20)).ShouldBeFalse();
        (await SpeaksAsync(grpc, HttpVersion.Version20)).ShouldBeTrue();
        (await SpeaksAsync(grpc, HttpVersion.Version11)).ShouldBeFalse();
    }

    private static async Task<bool> SpeaksAsync(int port, Version version)
    {
        using var client = new HttpClient { DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
