using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MctsAspire.Orchestrator.Documents.Chunking;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Texts;
using MctsAspire.Storage.Documents;

namespace MctsAspire.Orchestrator.Documents;

/// <summary>Cuts documents into passages and stores them, all or none.</summary>
internal sealed class DocumentIndexer(IDocumentStore documents)
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>Stores documents; one with an existing id replaces that one.</summary>
    /// <param name="given">The documents, and the place of each in the request for messages.</param>
    /// <param name="cancellationToken">Cancels the write; then nothing is stored.</param>
    /// <exception cref="ValidationException">A document can't be stored, or two have the same id.</exception>
    /// <exception cref="PayloadTooLargeException">A text is too large.</exception>
    public async Task<StoredDocuments> StoreAsync(IReadOnlyList<(DocumentInput Document, string Place)> given, CancellationToken cancellationToken)
    {
        using var activity = OrchestratorTelemetry.Source.StartActivity("index");
        activity?.SetTag("documents", given.Count);

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var prepared = new List<NewDocument>(given.Count);
        foreach (var (document, place) in given)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = Prepare(document, place);
            if (!ids.TryAdd(next.Id, place))
                throw new ValidationException($"{place}id", $"is the same as that of {ids[next.Id].TrimEnd('.')}");
            prepared.Add(next);
        }

        return await documents.PutAsync(prepared, cancellationToken);
    }

    private static NewDocument Prepare(DocumentInput given, string place)
    {
        // As a question is cleaned: what is asked and what is stored are found to be the same when they look the same, and citations count in what is stored.
        var document = given with { Title = CleanField.Of($"{place}title", given.Title, Limits.TitleLength), Text = CleanText.Of(given.Text) };
        var bytes = Encoding.UTF8.GetByteCount(document.Text);
        if (bytes > Limits.DocumentBytes)
            throw new PayloadTooLargeException(string.Create(CultureInfo.InvariantCulture, $"{place}text: must have at most {Limits.DocumentBytes} bytes in UTF-8, and has {bytes}."));
        if (string.IsNullOrWhiteSpace(document.Title))
            throw DocumentBody.NoWords($"{place}title");

        var passages = Chunker.Cut(document.Text);
        if (passages.Count == 0)
            throw DocumentBody.NoWords($"{place}text");

        return new NewDocument
        {
            Id = document.Id ?? IdOf(document),
            Title = document.Title,
            Text = document.Text,
            Metadata = document.Metadata ?? NoMetadata,
            Passages = passages,
        };
    }

    // The same content is the same document, however often it is sent.
    private static string IdOf(DocumentInput document)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{document.Title}\n{document.Text}"));
        return "doc_" + Convert.ToHexStringLower(hash)[..16];
    }
}
