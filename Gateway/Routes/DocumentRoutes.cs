using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace MctsAspire.Gateway.Routes;

/// <summary>The documents that answers rest on. Their bodies go through as they arrive, and the Orchestrator checks them: they may be large.</summary>
internal static class DocumentRoutes
{
    private const string Json = "application/json";
    private static readonly string[] Texts = ["text/markdown", "text/plain"];

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/documents", (HttpContext context, OrchestratorForwarder forwarder) =>
            {
                RequireDocuments(context.Request);
                return forwarder.ForwardAsync(context);
            })
            .WithName("store_documents")
            .WithTags("Documents")
            .WithSummary("Store documents")
            .WithDescription("Takes a document, an array of them, or a text as it is. A document with the id of an earlier one replaces it. All are stored, or none.")
            .TakesDocuments()
            .Produces<DocumentList>(StatusCodes.Status201Created)
            .NamesLocation();

        routes.MapGet("/documents", (HttpContext context, OrchestratorForwarder forwarder) => forwarder.ForwardAsync(context))
            .WithName("list_documents")
            .WithTags("Documents")
            .WithSummary("List documents")
            .WithDescription("The stored documents in the order of their ids, without their texts, page by page.")
            .TakesPage(Limits.DocumentsListed)
            .Produces<DocumentList>();

        routes.MapGet("/documents/{id}", ForwardAsync)
            .WithName("get_document")
            .WithTags("Documents")
            .WithSummary("Get a document with its text")
            .WithDescription("A stored document with its text and what was kept with it.")
            .Produces<DocumentInfo>();

        routes.MapDelete("/documents/{id}", ForwardAsync)
            .WithName("delete_document")
            .WithTags("Documents")
            .WithSummary("Delete a document")
            .WithDescription("Takes a document out of the store; no answer rests on it from then on.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static Task ForwardAsync(string id, HttpContext context, OrchestratorForwarder forwarder)
    {
        PathIdentifier.Require(id);
        return forwarder.ForwardAsync(context);
    }

    private static void RequireDocuments(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw WrongType();
        var isJson = type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase);
        if (!isJson && !Texts.Any(text => type.MediaType.Equals(text, StringComparison.OrdinalIgnoreCase)))
            throw WrongType();

        var maximum = isJson ? Limits.DocumentsBodyBytes : Limits.DocumentBytes;
        if (request.ContentLength > maximum)
            throw new PayloadTooLargeException($"body: must have at most {maximum} bytes.");
        if (request.ContentLength == 0)
            throw new ValidationException("body", "is empty; send a document");
        // For a body that does not say how long it is.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maximum;
    }

    private static UnsupportedMediaTypeException WrongType() => new($"content-type: must be {Json}, {string.Join(" or ", Texts)}.");
}
