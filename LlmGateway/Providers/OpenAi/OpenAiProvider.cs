using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace MctsAspire.LlmGateway.Providers.OpenAi;

/// <summary>A server that speaks OpenAI's chat protocol, called with OpenAI's own SDK.</summary>
internal sealed class OpenAiProvider : ILanguageProvider
{
    private readonly OpenAiSettings _settings;
    private readonly OpenAIClient _client;
    private readonly ProviderFailures _failures;

    /// <summary>Prepares the client; no call is made.</summary>
    /// <param name="settings">How the server is called.</param>
    public OpenAiProvider(OpenAiSettings settings)
    {
        _settings = settings;
        _failures = new ProviderFailures(settings);
        var options = new OpenAIClientOptions
        {
            NetworkTimeout = settings.Timeout,
            RetryPolicy = new ClientRetryPolicy(settings.Retries),
        };
        if (settings.Address is not null)
            options.Endpoint = settings.Address;
        _client = new OpenAIClient(new ApiKeyCredential(settings.Key.Reveal()), options);
    }

    /// <inheritdoc/>
    public string Name => _settings.Name;

    /// <inheritdoc/>
    public string Model => _settings.Model;

    /// <inheritdoc/>
    public bool Completes => true;

    /// <inheritdoc/>
    public async Task<ChatResult> CompleteAsync(ChatCall call, CancellationToken cancellationToken)
    {
        var model = call.Model ?? Model;
        try
        {
            var completion = (await _client.GetChatClient(model).CompleteChatAsync(Messages(call), Options(call), cancellationToken)).Value;

            // Read in here: the SDK looks for the choices only now, and there may be none.
            return new ChatResult(
                string.Concat(completion.Content.Select(part => part.Text)),
                StopReason(completion.FinishReason, completion.Refusal),
                Named(completion.Model, model),
                completion.Usage?.InputTokenCount ?? 0,
                completion.Usage?.OutputTokenCount ?? 0);
        }
        catch (Exception exception) when (_failures.Describe(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatPiece> StreamAsync(ChatCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = call.Model ?? Model;
        string? stop = null;
        int input = 0, output = 0;
        await using var updates = _client.GetChatClient(model).CompleteChatStreamingAsync(Messages(call), Options(call), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, cancellationToken))
        {
            var update = updates.Current;
            if (update.Usage is { } usage)
                (input, output) = (usage.InputTokenCount, usage.OutputTokenCount);
            if (update.FinishReason is { } reason)
                stop = StopReason(reason, null);
            model = Named(update.Model, model);
            var text = string.Concat(update.ContentUpdate.Select(part => part.Text));
            if (text.Length > 0)
                yield return new ChatPiece(text);
        }

        // What ends without a reason was cut off.
        if (stop is null)
            throw _failures.CutOff();
        yield return new ChatPiece("", new ChatResult("", stop, model, input, output));
    }

    /// <inheritdoc/>
    public async Task<EmbeddingResult> EmbedAsync(IReadOnlyList<string> texts, string? model, CancellationToken cancellationToken)
    {
        var name = model ?? _settings.EmbeddingModel;
        OpenAIEmbeddingCollection embeddings;
        try
        {
            embeddings = (await _client.GetEmbeddingClient(name).GenerateEmbeddingsAsync(texts, cancellationToken: cancellationToken)).Value;
        }
        catch (Exception exception) when (_failures.Describe(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }

        if (embeddings.Count != texts.Count)
            throw _failures.Unreadable();
        return new EmbeddingResult(
            [.. embeddings.OrderBy(embedding => embedding.Index).Select(embedding => embedding.ToFloats())],
            Named(embeddings.Model, name),
            embeddings.Usage?.InputTokenCount ?? 0);
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception exception) when (_failures.Describe(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private static IEnumerable<ChatMessage> Messages(ChatCall call) => call.Messages.Select(ChatMessage (line) => line.Role switch
    {
        ChatRole.System => new SystemChatMessage(line.Content),
        ChatRole.Assistant => new AssistantChatMessage(line.Content),
        _ => new UserChatMessage(line.Content),
    });

    private static ChatCompletionOptions Options(ChatCall call)
    {
        var options = new ChatCompletionOptions
        {
            Temperature = (float?)call.Temperature,
            MaxOutputTokenCount = call.MaxTokens,
        };
#pragma warning disable OPENAI001 // The SDK marks the seed as experimental; the protocol has had it since 2023.
        options.Seed = call.Seed;
#pragma warning restore OPENAI001
        if (call.Schema is { } schema)
            options.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(schema.Name, schema.Json, jsonSchemaIsStrict: true);
        return options;
    }

    private static string StopReason(ChatFinishReason reason, string? refusal) => reason switch
    {
        _ when !string.IsNullOrEmpty(refusal) => "content_filter",
        ChatFinishReason.Length => "length",
        ChatFinishReason.ContentFilter => "content_filter",
        _ => "stop",
    };

    private static string Named(string? told, string asked) => string.IsNullOrEmpty(told) ? asked : told;
}
