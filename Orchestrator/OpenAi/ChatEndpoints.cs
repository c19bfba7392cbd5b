using System.Globalization;
using MctsAspire.Orchestrator.Guard;
using MctsAspire.Orchestrator.Identity;
using MctsAspire.Protos.Rest;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>The system as a model, for any client of OpenAI's API.</summary>
internal static class ChatEndpoints
{
    private const string Owner = "mcts-aspire";

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1");
        api.MapPost("/chat/completions", CompleteAsync);
        api.MapPost("/embeddings", EmbedAsync);
        api.MapGet("/models", (ServiceIdentity service) => new ModelList([.. ChatModels.All.Select(model => Info(model, service))]));
        api.MapGet("/models/{model}", (string model, ServiceIdentity service) => ChatModels.All.Contains(model) ? Info(model, service) : throw Unknown(model));
    }

    private static async Task CompleteAsync(HttpContext context, IEnumerable<IChatSource> sources, ChatStream stream, TimeProvider time)
    {
        var request = await StrictJson.ReadAsync<ChatCompletionRequest>(context.Request, Limits.ChatBodyBytes, context.RequestAborted);
        var source = sources.FirstOrDefault(source => source.Is(request.Model)) ?? throw Unknown(request.Model);
        var ask = ChatRequestReader.Read(request, ClientIdentity.Of(context), context.RequestAborted);
        source.Check(ask);
        InputReport.Tell(context, ask.InputSignals);

        var id = "chatcmpl-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        if (request.Stream == true)
        {
            await stream.WriteAsync(context, id, ask, source.StreamAsync(ask, context.RequestAborted));
            return;
        }

        var reply = await source.AnswerAsync(ask, context.RequestAborted);
        var completion = new ChatCompletion
        {
            Id = id,
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Model = request.Model,
            Choices = [new ChatChoice(0, new ChatAnswer("assistant", reply.Text), reply.FinishReason)],
            Usage = reply.Usage,
            Metadata = reply.Metadata,
        };
        await context.Response.WriteAsJsonAsync(completion, StrictJson.Options, context.RequestAborted);
    }

    private static async Task<EmbeddingList> EmbedAsync(HttpContext context, Embeddings embeddings)
    {
        var request = await StrictJson.ReadAsync<EmbeddingRequest>(context.Request, Limits.ChatBodyBytes, context.RequestAborted);
        if (request.Model != ChatModels.Direct)
        {
            throw ChatModels.All.Contains(request.Model)
                ? new ValidationException("model", $"must be {ChatModels.Direct}; {request.Model} answers questions, and embeds nothing")
                : new NotFoundException($"model: there is no such model for embeddings; there is {ChatModels.Direct}, the language provider's own.");
        }

        return await embeddings.EmbedAsync(request, ClientIdentity.Of(context), context.RequestAborted);
    }

    private static ModelInfo Info(string model, ServiceIdentity service) => new(model, service.StartedAt.ToUnixTimeSeconds(), Owner);

    private static NotFoundException Unknown(string model) => new(ChatModels.All.Contains(model.ToLowerInvariant())
        ? "model: there is no such model; names are in small letters."
        : $"model: there is no such model; there are {string.Join(", ", ChatModels.All)}.");
}
