using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace MctsAspire.Gateway.Routes;

/// <summary>
/// The system as a model, for any client of OpenAI's API. Bodies go through unchecked, and the Orchestrator checks them: each request is a step of somebody's program, and reading it
/// twice would be felt.
/// </summary>
internal static class OpenAiRoutes
{
    private static readonly (string Name, string Summary, string Json)[] Examples =
    [
        ("agents", "A question for the whole graph of agents", """{"model": "mcts", "messages": [{"role": "user", "content": "How do you defend a camp against a night attack?"}], "seed": 7, "iterations": 200}"""),
        ("stream", "One agent, with the progress as comments", """{"model": "trm", "messages": [{"role": "user", "content": "Who leads a platoon?"}], "stream": true, "stream_options": {"include_usage": true}}"""),
        ("direct", "The language provider alone, with JSON as the answer", """{"model": "direct", "messages": [{"role": "system", "content": "Answer in JSON."}, {"role": "user", "content": "Name three rivers."}], "response_format": {"type": "json_object"}, "temperature": 0}"""),
    ];

    private static readonly ErrorDescription NoSuchModel = new(
        StatusCodes.Status404NotFound,
        "There is no such model.",
        (ErrorCode.NotFound, $"model: there is no such model; there are {string.Join(", ", ChatModels.All)}."));

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/chat/completions", ForwardBodyAsync)
            .WithName("create_chat_completion")
            .WithTags("OpenAI")
            .WithSummary("Go on with a conversation, in OpenAI's form")
            .WithDescription(
                "Takes what clients of OpenAI's API send. The model is mcts (the whole graph of agents), hrm or trm (one agent), auto (the one that the meta-controller names) or direct (the language provider alone); for agents the last message is the question, "
                + "the ones before it are the conversation so far, and messages of the system have no effect. With stream the answer comes as server-sent events, and the progress of the work as comments between them.")
            .TakesJson<ChatCompletionRequest>(Examples)
            .WithMetadata(NoSuchModel)
            .MayConflict()
            .MayAskLanguageModels()
            .Produces<ChatCompletion>(StatusCodes.Status200OK, "application/json", "text/event-stream");

        routes.MapPost("/v1/embeddings", ForwardBodyAsync)
            .WithName("create_embeddings")
            .WithTags("OpenAI")
            .WithSummary("Embed texts, in OpenAI's form")
            .WithDescription("Gives the vectors of the language provider's own embedding model, which goes by the name direct.")
            .TakesJson<EmbeddingRequest>()
            .WithMetadata(NoSuchModel)
            .MayAskLanguageModels()
            .Produces<EmbeddingList>();

        routes.MapGet("/v1/models", (HttpContext context, OrchestratorForwarder forwarder) => forwarder.ForwardAsync(context))
            .WithName("list_models")
            .WithTags("OpenAI")
            .WithSummary("List the models")
            .WithDescription("The names that a request may give as its model.")
            .Produces<ModelList>();

        routes.MapGet("/v1/models/{model}", (string model, HttpContext context, OrchestratorForwarder forwarder) => ChatModels.All.Contains(model)
                ? forwarder.ForwardAsync(context)
                : throw new NotFoundException($"model: there is no such model; there are {string.Join(", ", ChatModels.All)}."))
            .WithName("get_model")
            .WithTags("OpenAI")
            .WithSummary("Get a model")
            .WithDescription("One of the models, by its name.")
            .Produces<ModelInfo>();
    }

    private static Task ForwardBodyAsync(HttpContext context, OrchestratorForwarder forwarder)
    {
        RequestBody.RequireJson(context.Request);
        if (context.Request.ContentLength > Limits.ChatBodyBytes)
            throw new PayloadTooLargeException($"body: must have at most {Limits.ChatBodyBytes} bytes.");
        // For a body that does not say how long it is.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Limits.ChatBodyBytes;
        return forwarder.ForwardConversationAsync(context, Limits.ChatBodyBytes);
    }
}
