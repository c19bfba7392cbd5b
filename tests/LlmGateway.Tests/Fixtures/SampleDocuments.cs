using System.Text.Json;
using MctsAspire.Benchmarks.Reasoner;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.Protos.Llm;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>Asks the sample documents, with the passages that a plain search finds for each question.</summary>
public sealed class SampleDocuments : IDisposable
{
    private readonly PassageIndex _index;
    private readonly EvidenceReader _reader = new();

    /// <summary>The sample documents.</summary>
    public SampleDocuments() => _index = new PassageIndex(SampleLibrary.Load(Path.Combine(Repository.Root, "samples", "knowledge")));

    /// <summary>Documents of a test's own.</summary>
    /// <param name="texts">Their Markdown.</param>
    internal SampleDocuments(IEnumerable<string> texts) => _index = new PassageIndex([.. texts.SelectMany((text, i) => SampleLibrary.Cut($"document-{i}", text))]);

    public void Dispose() => _reader.Dispose();

    /// <summary>Asks a question; an earlier one goes into the history and into the search.</summary>
    public async Task<Draft> AskAsync(string query, string? earlier = null)
    {
        var request = new AnswerRequest { Query = query };
        request.Passages.AddRange(_index.Search(earlier is null ? query : $"{query} {earlier}", HeldOut.PassagesPerQuestion));
        if (earlier is not null)
            request.History.Add(new Turn { Query = earlier, Response = (await AskAsync(earlier)).Text });
        return (await new EmbeddedReasoner(_reader).AnswerAsync(request, CancellationToken.None)).Draft;
    }

    /// <summary>A file of questions.</summary>
    /// <param name="name">Its name.</param>
    public static JsonDocument Questions(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Quality", name)));

    /// <summary>Whether a quotation of a draft holds words.</summary>
    public static bool Holds(Draft draft, string words, int most = int.MaxValue) =>
        draft.Citations.Take(most).Any(citation => citation.Text.Contains(words, StringComparison.Ordinal));
}
