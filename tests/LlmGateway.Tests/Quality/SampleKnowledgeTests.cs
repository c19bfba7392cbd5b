using System.Text.Json;
using MctsAspire.Benchmarks.Reasoner;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.Protos.Llm;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>Asks the sample documents, each question with the sentence that a person would pick. Nothing in the product is fitted to these questions.</summary>
public sealed class SampleKnowledgeTests : IDisposable
{
    private const int PassagesPerQuestion = HeldOut.PassagesPerQuestion;

    private readonly PassageIndex _index = new(SampleLibrary.Load(Path.Combine(Repository.Root, "samples", "knowledge")));
    private readonly EvidenceReader _reader = new();
    private readonly JsonDocument _questions = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Quality", "sample-questions.json")));

    public void Dispose()
    {
        _reader.Dispose();
        _questions.Dispose();
    }

    [Fact]
    public async Task TheAnswerHoldsTheSentenceThatAPersonWouldPick()
    {
        var missed = new List<string>();
        var first = 0;
        var all = _questions.RootElement.GetProperty("answered").EnumerateArray().Select(item => (Query: item.GetProperty("question").GetString()!, Holds: item.GetProperty("holds").GetString()!)).ToList();
        foreach (var (query, holds) in all)
        {
            var draft = await AskAsync(query);
            if (draft.Citations.Count > 0 && draft.Citations[0].Text.Contains(holds, StringComparison.Ordinal))
                first++;
            if (!draft.Citations.Any(citation => citation.Text.Contains(holds, StringComparison.Ordinal)))
                missed.Add(query);
        }

        ((double)first / all.Count).ShouldBeGreaterThanOrEqualTo(0.9, $"{first} of {all.Count} have it first");
        missed.Count.ShouldBeLessThanOrEqualTo(3, string.Join('\n', missed));
    }

    [Fact]
    public async Task WhatTheDocumentsDoNotHoldIsMostlyRefusedAndNeverSure()
    {
        var queries = _questions.RootElement.GetProperty("unanswered").EnumerateArray().Select(item => item.GetString()!).ToList();
        var answered = new List<string>();
        foreach (var query in queries)
        {
            var draft = await AskAsync(query);
            draft.Confidence.ShouldBeLessThan(0.4, query);
            if (draft.Answerable)
                answered.Add($"{query} -> {draft.Text}");
        }

        answered.Count.ShouldBeLessThanOrEqualTo(queries.Count / 2, string.Join('\n', answered));
    }

    [Fact]
    public async Task AnswersAreShort()
    {
        foreach (var item in _questions.RootElement.GetProperty("answered").EnumerateArray())
            (await AskAsync(item.GetProperty("question").GetString()!)).Citations.Count.ShouldBeLessThanOrEqualTo(4);
    }

    private async Task<Draft> AskAsync(string query)
    {
        var request = new AnswerRequest { Query = query };
        request.Passages.AddRange(_index.Search(query, PassagesPerQuestion));
        return (await new EmbeddedReasoner(_reader).AnswerAsync(request, CancellationToken.None)).Draft;
    }
}
