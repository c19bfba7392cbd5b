using Microsoft.AspNetCore.Http;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>What goes wrong with any server.</summary>
internal static class Faults
{
    /// <summary>Sends half of what it has announced, and breaks the connection.</summary>
    public static async Task Halves(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 5000;
        await context.Response.WriteAsync("{\"id\":\"x\",\"model\":\"fake-1\",\"choices\":[{\"index\":0,");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>Answers with a body of some type, status 200.</summary>
    public static Func<HttpContext, Task> Sends(string type, string body) => context =>
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    };

    /// <summary>Announces more than anyone wants to read.</summary>
    public static async Task AnnouncesTooMuch(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 1L << 40;
        await context.Response.WriteAsync("{");
        await context.Response.Body.FlushAsync();
        await FakeOpenAi.Hangs(context);
    }

    /// <summary>Sends without end.</summary>
    public static async Task NeverEnds(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"id\":\"");
        var block = new byte[1024 * 1024];
        Array.Fill(block, (byte)'a');
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The reader has had enough.
        }
    }

    /// <summary>Begins a stream and then is silent.</summary>
    public static Func<HttpContext, Task> SilentAfter(string beginning) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(beginning);
        await context.Response.Body.FlushAsync();
        await FakeOpenAi.Hangs(context);
    };

    /// <summary>Sends the beginning of an object and then nothing.</summary>
    public static async Task SilentBody(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"id\":\"x\",");
        await context.Response.Body.FlushAsync();
        await FakeOpenAi.Hangs(context);
    }

    /// <summary>Sends the caller to another address.</summary>
    public static Func<HttpContext, Task> Redirects(Uri address) => context =>
    {
        context.Response.StatusCode = 307;
        context.Response.Headers.Location = address.ToString();
        return Task.CompletedTask;
    };
}
