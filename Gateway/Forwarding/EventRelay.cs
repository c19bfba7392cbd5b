using System.Buffers;
using System.Text;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>
/// Hands a stream of server-sent events on, each as it comes. A stream that the Gateway has to end, because it stops or because nothing comes any more, ends with an event that says so; one that
/// its client takes nothing of any more is broken off, since what it would be told it would not read either.
/// </summary>
internal sealed class EventRelay(Drain drain, ForwardingSettings settings, TimeProvider time)
{
    public const string ContentType = "text/event-stream";

    private const int BufferBytes = 16 * 1024;

    /// <summary>Copies the events until they end, or until it has to end them.</summary>
    /// <param name="context">The request, whose status and headers are set.</param>
    /// <param name="answer">The Orchestrator's answer.</param>
    public async Task CopyAsync(HttpContext context, HttpResponseMessage answer)
    {
        var left = context.RequestAborted;
        using var silence = new CancellationTokenSource(settings.EventTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(left, drain.Deadline, silence.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var isBetweenEvents = true;
        try
        {
            // What the status says reaches the client even when the first event takes long.
            await context.Response.StartAsync(left);
            await using var events = await answer.Content.ReadAsStreamAsync(stop.Token);
            while (await events.ReadAsync(buffer, stop.Token) is var read and > 0)
            {
                await WriteAsync(context, buffer.AsMemory(0, read));
                isBetweenEvents = buffer.AsSpan(0, read).EndsWith("\n\n"u8);
                silence.CancelAfter(settings.EventTimeout);
            }
        }
        catch (OperationCanceledException) when (!left.IsCancellationRequested)
        {
            await EndAsync(context, isBetweenEvents, drain.Deadline.IsCancellationRequested
                ? new ServiceUnavailableException("The gateway is stopping; ask again, another one answers.")
                : new OperationTimeoutException("The orchestrator service fell silent."));
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or OperationCanceledException or TimeoutException)
        {
            // Without an end, so that nobody takes the rest for the whole.
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task EndAsync(HttpContext context, bool isBetweenEvents, FrameworkException failure)
    {
        // Half an event would be taken for a whole one.
        if (!isBetweenEvents)
        {
            context.Abort();
            return;
        }

        var text = OpenAiErrorResponse.IsFor(context.Request.Path)
            ? $"data: {JsonSerializer.Serialize(OpenAiErrorResponse.Create(failure.Code, failure.Message), StrictJson.Options)}\n\n"
            : $"event: error\ndata: {JsonSerializer.Serialize(ErrorResponse.Create(failure.Code, failure.Message, time.GetUtcNow()), StrictJson.Options)}\n\n";
        try
        {
            await WriteAsync(context, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception unread) when (unread is OperationCanceledException or TimeoutException)
        {
            // Nobody reads any more.
            context.Abort();
        }
    }

    // What is written is taken over at once; what is waited for is room for more. The server's own bound on slow readers counts by all that was ever sent, so that who read much at first may
    // be silent for hours.
    private async ValueTask WriteAsync(HttpContext context, ReadOnlyMemory<byte> events)
    {
        var written = context.Response.Body.WriteAsync(events, context.RequestAborted);
        if (!written.IsCompletedSuccessfully)
            await written.AsTask().WaitAsync(settings.EventTimeout, time, context.RequestAborted);
    }
}
