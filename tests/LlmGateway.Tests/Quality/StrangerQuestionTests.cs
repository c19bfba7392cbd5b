using System.Text.Json;
using MctsAspire.LlmGateway.Tests.Fixtures;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>
/// Questions of somebody who has not read the sample documents, in words of their own: paraphrases, amounts, yes and no, lists, definitions,
/// follow-ups, and what the documents don't hold. No coefficient is fitted to them; the list of synonyms was extended with them in view, so the
/// unseen questions are the fairer measure.
/// </summary>
public sealed class StrangerQuestionTests(SampleDocuments documents) : IClassFixture<SampleDocuments>, IDisposable
{
    private readonly JsonDocument _questions = SampleDocuments.Questions("stranger-questions.json");

    public void Dispose() => _questions.Dispose();

    [Fact]
    public async Task NineInTenAreAnsweredByOneOfTheFirstThreeCitationsAndNearlyTwoInThreeByTheFirst()
    {
        var missed = new List<string>();
        var later = new List<string>();
        var asked = Asked();
        foreach (var (query, holds) in asked)
        {
            var draft = await documents.AskAsync(query);
            if (!SampleDocuments.Holds(draft, holds, 3))
                missed.Add($"{query} -> {draft.Text}");
            else if (!SampleDocuments.Holds(draft, holds, 1))
                later.Add($"{query} -> {draft.Text}");
        }

        missed.Count.ShouldBeLessThanOrEqualTo(asked.Count / 10, string.Join('\n', missed));
        (missed.Count + later.Count).ShouldBeLessThanOrEqualTo(asked.Count * 7 / 20, string.Join('\n', missed.Concat(later)));
    }

    [Fact]
    public async Task ThreeInFiveThatTheDocumentsDoNotAnswerAreRefusedAndNoAnswerIsSure()
    {
        var queries = _questions.RootElement.GetProperty("unanswered").EnumerateArray().Select(item => item.GetString()!).ToList();
        var answered = new List<string>();
        foreach (var query in queries)
        {
            var draft = await documents.AskAsync(query);
            draft.Confidence.ShouldBeLessThan(0.5, query);
            if (draft.Answerable)
                answered.Add($"{query} ({draft.Confidence:F2}) -> {draft.Text}");
        }

        answered.Count.ShouldBeLessThanOrEqualTo(queries.Count * 2 / 5, string.Join('\n', answered));
    }

    [Fact]
    public async Task PronounsAreUnderstoodFromTheTurnBefore()
    {
        var missed = new List<string>();
        foreach (var item in _questions.RootElement.GetProperty("followUps").EnumerateArray())
        {
            var draft = await documents.AskAsync(item.GetProperty("then").GetString()!, item.GetProperty("first").GetString());
            if (!SampleDocuments.Holds(draft, item.GetProperty("holds").GetString()!, 1))
                missed.Add($"{item.GetProperty("first").GetString()} {item.GetProperty("then").GetString()} -> {draft.Text}");
        }

        missed.Count.ShouldBeLessThanOrEqualTo(1, string.Join('\n', missed));
    }

    /// <summary>These were asked once, when all else was settled: 20 of 24 were found first and 22 among the first three.</summary>
    [Fact]
    public async Task QuestionsAskedOnlyWhenAllWasSettledAreAnsweredAsWell()
    {
        using var questions = SampleDocuments.Questions("unseen-questions.json");
        var missed = new List<string>();
        var later = new List<string>();
        foreach (var item in questions.RootElement.GetProperty("answered").EnumerateArray())
        {
            var query = item.GetProperty("question").GetString()!;
            var draft = await documents.AskAsync(query);
            if (!SampleDocuments.Holds(draft, item.GetProperty("holds").GetString()!, 3))
                missed.Add($"{query} -> {draft.Text}");
            else if (!SampleDocuments.Holds(draft, item.GetProperty("holds").GetString()!, 1))
                later.Add($"{query} -> {draft.Text}");
        }

        missed.Count.ShouldBeLessThanOrEqualTo(3, string.Join('\n', missed));
        (missed.Count + later.Count).ShouldBeLessThanOrEqualTo(6, string.Join('\n', missed.Concat(later)));
        foreach (var item in questions.RootElement.GetProperty("unanswered").EnumerateArray())
            (await documents.AskAsync(item.GetString()!)).Confidence.ShouldBeLessThan(0.6, item.GetString());
    }

    private List<(string Query, string Holds)> Asked() =>
        [.. _questions.RootElement.GetProperty("answered").EnumerateArray().Select(item => (item.GetProperty("question").GetString()!, item.GetProperty("holds").GetString()!))];
}
