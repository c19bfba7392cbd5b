using System.Buffers;
using System.Text;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>
/// Hands a stream of server-sent events on, each as it comes. A stream that the Gateway has to end, because it stops or because nothing comes any more or the Orchestrator broke it off, ends with an event that says so; one that
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
        var place = new EventPlace();
        try
        {
            // What the status says reaches the client even when the first event takes long.
            await context.Response.StartAsync(left);
            await using var events = await answer.Content.ReadAsStreamAsync(stop.Token);
            while (await ReadAsync(events, buffer, stop.Token) is var (read, broken))
            {
                if (broken is not null)
                    await EndAsync(context, place, broken);
                if (read == 0)
                    return;
                // How long the client takes is not the Orchestrator's silence.
                silence.CancelAfter(Timeout.InfiniteTimeSpan);
                await WriteAsync(context, buffer.AsMemory(0, read));
                place.Pass(buffer.AsSpan(0, read));
                silence.CancelAfter(settings.EventTimeout);
            }
        }
        catch (OperationCanceledException) when (!left.IsCancellationRequested)
        {
            await EndAsync(context, place, drain.Deadline.IsCancellationRequested ? BrokenAnswer.Stopping() : BrokenAnswer.Silent());
        }
        catch (Exception unread) when (unread is IOException or OperationCanceledException or TimeoutException)
        {
            // Nobody reads any more; without an end, so that nobody takes the rest for the whole.
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<(int Read, BrokenAnswer? Broken)> ReadAsync(Stream events, byte[] buffer, CancellationToken stop)
    {
        try
        {
            return (await events.ReadAsync(buffer, stop), null);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException && !stop.IsCancellationRequested)
        {
            return (0, BrokenAnswer.Cut(failure.Message));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            // However the connection puts it.
            throw new OperationCanceledException(failure.Message, failure, stop);
        }
    }

    private async Task EndAsync(HttpContext context, EventPlace place, BrokenAnswer broken)
    {
        context.Features.Set(broken);
        // Half an event would be taken for a whole one.
        if (!place.IsBetweenEvents)
        {
            context.Abort();
            return;
        }

        var (code, message) = (broken.Failure.Code, broken.Failure.Message);
        // As the Orchestrator ends its own: some of OpenAI's clients take an event with an error for an empty piece of the answer, and none can read what follows it.
        var text = OpenAiErrorResponse.IsFor(context.Request.Path)
            ? $"data: {JsonSerializer.Serialize(OpenAiErrorResponse.Create(code, message), StrictJson.Options)}\n\ndata: [ERROR]\n\n"
            : $"event: error\ndata: {JsonSerializer.Serialize(ErrorResponse.Create(code, message, time.GetUtcNow()), StrictJson.Options)}\n\n";
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

    /// <summary>Where in the stream the last bytes ended.</summary>
    private struct EventPlace()
    {
        private bool _endsLine = true;

        public bool IsBetweenEvents { get; private set; } = true;

        public void Pass(ReadOnlySpan<byte> events)
        {
            IsBetweenEvents = events.EndsWith("\n\n"u8) || (events.Length == 1 && events[0] == '\n' && _endsLine);
            _endsLine = events[^1] == '\n';
        }
    }
}
