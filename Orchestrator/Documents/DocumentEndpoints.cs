using MctsAspire.Orchestrator.Guard;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MctsAspire.Orchestrator.Documents;

/// <summary>Documents over REST.</summary>
internal static class DocumentEndpoints
{
    private const int MostListed = 1_000;

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/documents", StoreAsync).WithMetadata(new RequestSizeLimitAttribute(Limits.DocumentsBodyBytes));
        routes.MapGet("/documents", ListAsync);
        routes.MapGet("/documents/{documentId}", GetAsync);
        routes.MapDelete("/documents/{documentId}", DeleteAsync);
    }

    private static async Task<Created<DocumentList>> StoreAsync(HttpContext context, DocumentIndexer indexer)
    {
        var given = await DocumentBody.ReadAsync(context.Request, context.RequestAborted);
        var signals = InputReport.LookAtDocuments(context, [.. given.Select(entry => entry.Document)]);
        var stored = await indexer.StoreAsync(given, context.RequestAborted);
        var list = new DocumentList([.. stored.Documents.Select((record, index) => Show(record) with { InputSignals = signals[index] })], stored.Total);
        return TypedResults.Created(list.Documents.Count == 1 ? $"/documents/{list.Documents[0].Id}" : "/documents", list);
    }

    private static async Task<DocumentList> ListAsync(HttpContext context, IDocumentStore documents)
    {
        AddressParameters.RefuseOthers(context.Request, "limit", "after");
        var limit = AddressParameters.Integer(context.Request, "limit", 1, MostListed) ?? Limits.DocumentsListed;
        var page = await documents.ListAsync(AddressParameters.Text(context.Request, "after"), limit, context.RequestAborted);
        return new DocumentList([.. page.Documents.Select(record => Show(record))], page.Total, page.Next);
    }

    private static async Task<DocumentInfo> GetAsync(string documentId, HttpContext context, IDocumentStore documents)
    {
        var found = await documents.FindAsync(documentId, context.RequestAborted) ?? throw NoSuchDocument();
        return Show(found.Record, found.Text);
    }

    private static async Task<NoContent> DeleteAsync(string documentId, HttpContext context, IDocumentStore documents) =>
        await documents.DeleteAsync(documentId, context.RequestAborted) ? TypedResults.NoContent() : throw NoSuchDocument();

    private static NotFoundException NoSuchDocument() => new("id: there is no such document.");

    private static DocumentInfo Show(DocumentRecord record, string? text = null) => new()
    {
        Id = record.Id,
        Title = record.Title,
        Length = record.Length,
        Passages = record.PassageCount,
        StoredAt = record.StoredAt,
        Metadata = record.Metadata,
        Text = text,
    };
}
