using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MetaControllerService.Tests.Integrations.Servers;

/// <summary>A server on this machine that keeps to the description of a service's API, and fails as it is told.</summary>
public abstract class OutsideServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();

    /// <summary>Starts it.</summary>
    /// <param name="key">The key that it takes.</param>
    protected OutsideServer(string key)
    {
        Key = key;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{FreePort.Next()}");
        _app = builder.Build();
        _app.Run(ServeAsync);
        _app.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>The key that it takes.</summary>
    public string Key { get; }

    /// <summary>What it does to the next requests, one each.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>What it does to every request.</summary>
    public Fault? Always { get; set; }

    /// <summary>The requests so far, as method and path, with when they came.</summary>
    public ConcurrentQueue<(string Request, DateTimeOffset At)> Requests { get; } = new();

    /// <summary>What was wrong with requests, by the API's description.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks at what it holds while no request changes it.</summary>
    public T Look<T>(Func<T> look)
    {
        lock (_gate)
            return look();
    }

    /// <summary>Answers a request that has come whole; null: there is nothing at this address.</summary>
    /// <exception cref="ComplaintException">It isn't what the description says.</exception>
    protected abstract JsonNode? Answer(HttpRequest request, byte[] body);

    /// <summary>Whether the request brings the key.</summary>
    protected abstract bool HasKey(HttpRequest request);

    /// <summary>Reads an object of which nothing but some fields may be there.</summary>
    protected static JsonObject Read(byte[] body, string[] required, params string[] optional)
    {
        if (JsonNode.Parse(body) is not JsonObject read)
            throw new ComplaintException("The body is no object.");
        Check(read, required, optional);
        return read;
    }

    /// <summary>Checks that an object has some fields, and none but some others beside them.</summary>
    protected static void Check(JsonObject read, string[] required, params string[] optional)
    {
        foreach (var name in required.Where(name => read[name] is null))
            throw new ComplaintException($"{name} is missing.");
        foreach (var name in read.Select(field => field.Key).Where(name => !required.Contains(name) && !optional.Contains(name)))
            throw new ComplaintException($"{name} is not known.");
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var fault = Always ?? (Faults.TryDequeue(out var next) ? next : null);
        Requests.Enqueue(($"{context.Request.Method} {context.Request.Path}", DateTimeOffset.UtcNow));
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                if (fault.RetryAfterSeconds is { } seconds)
                    context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await WriteAsync(context, fault.Status, $"Your key {Key} ({string.Join(' ', context.Request.Headers.Select(header => header.Value.ToString()))}) is at fault.");
                return;
            case FaultKind.ErrorsInside:
                await WriteAsync(context, 200, $$"""{"data":null,"errors":[{"message":"{{Key}}"}]}""");
                return;
            case FaultKind.Reset:
                context.Abort();
                return;
            case FaultKind.Silence:
                await WaitAsync(context);
                return;
        }

        var (status, answer) = Process(context.Request, buffer.ToArray());
        switch (fault?.Kind)
        {
            case FaultKind.ResetBehind:
                context.Abort();
                break;
            case FaultKind.HalfAnswer:
                context.Response.ContentLength = Encoding.UTF8.GetByteCount(answer);
                await context.Response.WriteAsync(answer[..(answer.Length / 2)]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case FaultKind.Nonsense:
                await WriteAsync(context, 200, $"<html>{Key}");
                break;
            case FaultKind.OtherJson:
                await WriteAsync(context, 200, "[1]");
                break;
            case FaultKind.SilenceBehind:
                await WaitAsync(context);
                break;
            default:
                await WriteAsync(context, status, answer);
                break;
        }
    }

    private (int Status, string Answer) Process(HttpRequest request, byte[] body)
    {
        try
        {
            if (!HasKey(request))
                return (401, "\"Unauthorized\"");
            if (request.Method == "POST" && request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
                throw new ComplaintException("The body is not declared as JSON.");
            lock (_gate)
                return Answer(request, body) is { } answer ? (200, answer.ToJsonString()) : (404, "{}");
        }
        catch (Exception exception) when (exception is ComplaintException or System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            Complaints.Enqueue($"{request.Method} {request.Path}: {exception.Message}");
            return (400, "{}");
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer);
    }

    private static async Task WaitAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
