using System.Text;
using System.Text.Json;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>
/// Writes an answer as server-sent events in OpenAI's form: chunks, and <c>[DONE]</c> behind the last one; comments for whatever else happens. A failure is told by an event with an
/// error, and <c>[ERROR]</c> behind it.
/// </summary>
internal sealed class ChatStream(IOptions<OrchestratorOptions> options, TimeProvider time)
{
    private static readonly ReadOnlyMemory<byte> Done = "data: [DONE]\n\n"u8.ToArray();

    // Some clients, OpenAI's for .NET among them, take an event with an error for an empty chunk, and would call the answer whole. None can read this one.
    private static readonly ReadOnlyMemory<byte> Failed = "data: [ERROR]\n\n"u8.ToArray();

    /// <summary>Writes until the answer ends or the client leaves.</summary>
    /// <exception cref="FrameworkException">It failed before anything was sent.</exception>
    public async Task WriteAsync(HttpContext context, string id, ChatAsk ask, IAsyncEnumerable<ChatPart> parts)
    {
        var left = context.RequestAborted;
        var (created, model) = (time.GetUtcNow().ToUnixTimeSeconds(), ask.Request.Model);
        var chunk = ask.Request.StreamOptions?.IncludeUsage == true
            ? new MeteredChatCompletionChunk { Id = id, Created = created, Model = model, Choices = [] }
            : new ChatCompletionChunk { Id = id, Created = created, Model = model, Choices = [] };
        var begun = false;
        try
        {
            await foreach (var part in Heartbeats.Between(parts, TimeSpan.FromSeconds(options.Value.HeartbeatSeconds), time, left))
            {
                if (!begun)
                {
                    EventStream.Begin(context);
                    begun = true;
                    await WriteAsync(context, Piece(chunk, new ChatDelta("assistant", "")), left);
                }

                await WriteAsync(context, part, chunk, left);
            }
        }
        catch (FrameworkException failure) when (begun && !left.IsCancellationRequested)
        {
            await WriteAsync(context, OpenAiErrorResponse.Create(failure.Code, failure.Message), left);
            await context.Response.Body.WriteAsync(Failed, left);
        }
        catch (Exception gone) when (left.IsCancellationRequested && gone is OperationCanceledException or IOException or FrameworkException)
        {
            // Nobody reads any more.
        }
    }

    private static async Task WriteAsync(HttpContext context, ChatPart? part, ChatCompletionChunk chunk, CancellationToken left)
    {
        switch (part)
        {
            case ChatPart.Happening happened:
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($": {happened.Name} {Json(happened.Data)}\n\n"), left);
                break;
            case ChatPart.Piece piece:
                await WriteAsync(context, Piece(chunk, new ChatDelta(Content: piece.Text)), left);
                break;
            case ChatPart.End { Reply: var reply }:
                if (reply.Text.Length > 0)
                    await WriteAsync(context, Piece(chunk, new ChatDelta(Content: reply.Text)), left);
                await WriteAsync(context, Piece(chunk, new ChatDelta(), reply.FinishReason) with { Metadata = reply.Metadata }, left);
                if (chunk is MeteredChatCompletionChunk)
                    await WriteAsync(context, chunk with { Usage = reply.Usage }, left);
                await context.Response.Body.WriteAsync(Done, left);
                break;
            default:
                await context.Response.Body.WriteAsync(Heartbeats.Comment, left);
                break;
        }
    }

    private static ChatCompletionChunk Piece(ChatCompletionChunk chunk, ChatDelta delta, string? finishReason = null) =>
        chunk with { Choices = [new ChatChunkChoice(0, delta, finishReason)] };

    private static Task WriteAsync(HttpContext context, object data, CancellationToken left) =>
        context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {Json(data)}\n\n"), left).AsTask();

    private static string Json(object data) => JsonSerializer.Serialize(data, data.GetType(), StrictJson.Options);
}
