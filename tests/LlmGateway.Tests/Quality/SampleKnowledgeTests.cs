using System.Text.Json;
using MctsAspire.LlmGateway.Tests.Fixtures;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>Asks the sample documents, each question with the sentence that a person would pick. Nothing in the product is fitted to these questions.</summary>
public sealed class SampleKnowledgeTests(SampleDocuments documents) : IClassFixture<SampleDocuments>, IDisposable
{
    private readonly JsonDocument _questions = SampleDocuments.Questions("sample-questions.json");

    public void Dispose() => _questions.Dispose();

    [Fact]
    public async Task TheAnswerHoldsTheSentenceThatAPersonWouldPick()
    {
        var missed = new List<string>();
        var first = 0;
        var all = _questions.RootElement.GetProperty("answered").EnumerateArray().Select(item => (Query: item.GetProperty("question").GetString()!, Holds: item.GetProperty("holds").GetString()!)).ToList();
        foreach (var (query, holds) in all)
        {
            var draft = await documents.AskAsync(query);
            if (SampleDocuments.Holds(draft, holds, 1))
                first++;
            if (!SampleDocuments.Holds(draft, holds))
                missed.Add(query);
        }

        ((double)first / all.Count).ShouldBeGreaterThanOrEqualTo(0.92, $"{first} of {all.Count} have it first");
        missed.Count.ShouldBeLessThanOrEqualTo(1, string.Join('\n', missed));
    }

    [Fact]
    public async Task WhatTheDocumentsDoNotHoldIsMostlyRefusedAndNeverSure()
    {
        var queries = _questions.RootElement.GetProperty("unanswered").EnumerateArray().Select(item => item.GetString()!).ToList();
        var answered = new List<string>();
        foreach (var query in queries)
        {
            var draft = await documents.AskAsync(query);
            draft.Confidence.ShouldBeLessThan(0.4, query);
            if (draft.Answerable)
                answered.Add($"{query} ({draft.Confidence:F2}) -> {draft.Text}");
        }

        answered.Count.ShouldBeLessThanOrEqualTo(queries.Count / 2, string.Join('\n', answered));
    }

    [Fact]
    public async Task AnswersAreShort()
    {
        foreach (var item in _questions.RootElement.GetProperty("answered").EnumerateArray())
            (await documents.AskAsync(item.GetProperty("question").GetString()!)).Citations.Count.ShouldBeLessThanOrEqualTo(4);
    }
}
