using System.Globalization;
using System.Text;
using System.Text.Json;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Queries;

/// <summary>Writes a run or a search as server-sent events: what happens, numbered from 1, then <c>final</c> or <c>error</c>; a comment now and then in between.</summary>
internal sealed class EventStream(IOptions<OrchestratorOptions> options, TimeProvider time)
{
    /// <summary>Writes until the run ends or the client leaves, and leaves the run.</summary>
    /// <param name="context">The request.</param>
    /// <param name="session">The run, as this request takes part in it.</param>
    /// <param name="complete">Adds to the response what is this request's own.</param>
    public async Task WriteAsync(HttpContext context, RunSession session, Func<object, object> complete)
    {
        try
        {
            await WriteAsync(context, session.ReadEventsAsync(context.RequestAborted), async () => complete((await session.Completion).Response));
        }
        finally
        {
            session.Leave();
        }
    }

    /// <summary>Writes until the events end, and then what came of it, or until the client leaves.</summary>
    /// <param name="context">The request.</param>
    /// <param name="events">What happens.</param>
    /// <param name="completion">Gives the data of the last event, or throws the failure.</param>
    public async Task WriteAsync(HttpContext context, IAsyncEnumerable<RunEvent> events, Func<Task<object>> completion)
    {
        var left = context.RequestAborted;
        try
        {
            Begin(context);
            var number = 0;
            await foreach (var happened in Heartbeats.Between(events, TimeSpan.FromSeconds(options.Value.HeartbeatSeconds), time, left))
                await context.Response.Body.WriteAsync(happened is null ? Heartbeats.Comment : Format(++number, happened), left);
            await context.Response.Body.WriteAsync(Format(++number, await EndAsync(completion)), left);
        }
        catch (Exception gone) when (left.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // Nobody reads any more.
        }
    }

    /// <summary>Says that events follow, each as it happens.</summary>
    public static void Begin(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";

        // For proxies that would collect the whole answer first.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private static byte[] Format(int number, RunEvent happened)
    {
        var data = JsonSerializer.Serialize(happened.Data, happened.Data.GetType(), StrictJson.Options);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event: {happened.Name}\nid: {number}\ndata: {data}\n\n"));
    }

    private async Task<RunEvent> EndAsync(Func<Task<object>> completion)
    {
        try
        {
            return new RunEvent(RunEvent.Final, await completion());
        }
        catch (FrameworkException failure)
        {
            return new RunEvent(RunEvent.Error, ErrorResponse.Create(failure.Code, failure.Message, time.GetUtcNow()));
        }
    }
}
