using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Grpc.Bench;

/// <summary>A gRPC service, and beside it the same echo as a plain HTTP/2 endpoint: what the transport costs without gRPC.</summary>
internal static class Server
{
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        app.MapPost("/raw", async context =>
        {
            context.Response.ContentType = "application/octet-stream";
            // Whole, as a unary call is: a plain client reads nothing before it has sent all.
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
        });
        await app.StartAsync();
        Console.WriteLine($"listening: {app.Urls.Single()}");
        // The parent holds the other end; when it goes, so does the server.
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }
}
