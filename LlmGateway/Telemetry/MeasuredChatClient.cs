using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using MctsAspire.LlmGateway.Providers;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Telemetry;

/// <summary>Puts each attempt at a provider's chat into a span and measures it.</summary>
/// <param name="client">The provider's chat.</param>
/// <param name="settings">How the provider is called.</param>
/// <param name="telemetry">The spans and measurements.</param>
internal sealed class MeasuredChatClient(IChatClient client, ProviderSettings settings, LanguageTelemetry telemetry) : DelegatingChatClient(client)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? settings.Model;
        using var span = Start(model, messages, options);
        var start = telemetry.Time.GetTimestamp();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            End(span, model, start, response.ResponseId, response.ModelId, response.FinishReason, response.Usage, response.Text);
            return response;
        }
        catch (Exception exception)
        {
            Fail(span, model, start, exception);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A stream that its reader leaves, or that breaks off, is measured as far as it came.</remarks>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? settings.Model;
        using var span = Start(model, messages, options);
        span?.SetTag("gen_ai.request.stream", true);
        var start = telemetry.Time.GetTimestamp();
        var text = telemetry.RecordsContent && span is not null ? new StringBuilder() : null;
        var isFirst = true;
        UsageDetails? usage = null;
        (string? Id, string? Model, ChatFinishReason? Reason) known = default;
        Exception? failure = new OperationCanceledException("The reader has left.");
        try
        {
            await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        break;
                }
                catch (Exception exception)
                {
                    failure = exception;
                    throw;
                }

                var update = updates.Current;
                if (isFirst)
                    telemetry.Began(Tags(telemetry.Models.Of(model)), start);
                isFirst = false;
                known = (update.ResponseId ?? known.Id, update.ModelId ?? known.Model, update.FinishReason ?? known.Reason);
                usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
                text?.Append(update.Text);

                // Whoever reads the last piece need not ask for another.
                if (known.Reason is not null)
                    failure = null;
                yield return update;
            }

            failure = null;
        }
        finally
        {
            End(span, model, start, known.Id, known.Model, known.Reason, usage, text?.ToString(), failure);
        }
    }

    private Activity? Start(string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var span = telemetry.StartAttempt(GenAi.Chat, settings, model);
        if (span is null)
            return null;
        span.SetTag("gen_ai.request.temperature", options?.Temperature)
            .SetTag("gen_ai.request.top_p", options?.TopP)
            .SetTag("gen_ai.request.max_tokens", options?.MaxOutputTokens)
            .SetTag("gen_ai.request.seed", options?.Seed)
            .SetTag("gen_ai.output.type", options?.ResponseFormat is ChatResponseFormatJson ? "json" : "text");
        if (options?.StopSequences is { Count: > 0 } stops)
            span.SetTag("gen_ai.request.stop_sequences", stops.ToArray());
        if (telemetry.RecordsContent)
            span.SetTag("gen_ai.input.messages", RecordedMessages.Write(messages));
        return span;
    }

    private TagList Tags(string model) => new() { { GenAi.Operation, GenAi.Chat }, { GenAi.Provider, settings.Name }, { GenAi.RequestModel, model } };

    private void End(Activity? span, string asked, long start, string? id, string? model, ChatFinishReason? reason, UsageDetails? usage, string? text, Exception? failure = null)
    {
        var tags = Tags(failure is null ? telemetry.Models.Answered(asked) : telemetry.Models.Of(asked));
        if (model is not null)
            tags.Add(GenAi.ResponseModel, telemetry.Models.Answered(model));
        telemetry.Attempted(tags, start, failure);
        telemetry.Used(tags, usage);
        if (span is null)
            return;
        if (failure is not null)
            Mark(span, failure);
        else
            span.SetTag("gen_ai.response.finish_reasons", new[] { StopReasons.Name(reason) });
        span.SetTag("gen_ai.response.id", id)
            .SetTag(GenAi.ResponseModel, model)
            .SetTag("gen_ai.usage.input_tokens", usage?.InputTokenCount)
            .SetTag("gen_ai.usage.output_tokens", usage?.OutputTokenCount);
        if (telemetry.RecordsContent && text is not null)
            span.SetTag("gen_ai.output.messages", RecordedMessages.Write([new ChatMessage(ChatRole.Assistant, text)]));
    }

    private void Fail(Activity? span, string asked, long start, Exception exception)
    {
        telemetry.Attempted(Tags(telemetry.Models.Of(asked)), start, exception);
        if (span is not null)
            Mark(span, exception);
    }

    private static void Mark(Activity span, Exception failure)
    {
        var type = LanguageTelemetry.ErrorType(failure);
        span.SetTag(GenAi.Error, type).SetStatus(ActivityStatusCode.Error, type);
    }
}
