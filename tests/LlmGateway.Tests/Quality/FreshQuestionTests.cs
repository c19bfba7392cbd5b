using System.Text.Json;
using MctsAspire.LlmGateway.Tests.Fixtures;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>
/// Questions that were written before anything was asked, half of them without an answer in the documents: over the sample documents, and over
/// small collections of a few sentences each. Every third of either list was left unasked until all was settled; the bounds hold for all.
/// </summary>
public sealed class FreshQuestionTests(SampleDocuments documents) : IClassFixture<SampleDocuments>
{
    [Fact]
    public async Task SampleDocumentsAnswerNearlyAllOfWhatTheyHoldAndRefuseMostOfWhatTheyDoNot()
    {
        using var questions = SampleDocuments.Questions("fresh-questions.json");
        var tally = new Tally();
        await tally.AskAsync(questions.RootElement, query => documents.AskAsync(query));
        tally.Answered.ShouldBeGreaterThanOrEqualTo(0.8, tally.ToString());
        tally.Refused.ShouldBeGreaterThanOrEqualTo(0.5, tally.ToString());
    }

    [Fact]
    public async Task SmallCollectionsAnswerNearlyAllOfWhatTheyHoldAndRefuseHalfOfWhatTheyDoNot()
    {
        using var collections = SampleDocuments.Questions("small-collections.json");
        var tally = new Tally();
        foreach (var collection in collections.RootElement.EnumerateArray())
        {
            using var small = new SampleDocuments(collection.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("text").GetString()!));
            await tally.AskAsync(collection, query => small.AskAsync(query));
        }

        tally.Answered.ShouldBeGreaterThanOrEqualTo(0.8, tally.ToString());
        tally.Refused.ShouldBeGreaterThanOrEqualTo(0.45, tally.ToString());
    }

    [Theory]
    [InlineData("The summer fair takes place on 6 July.", "The summer fair takes place on 13 July, after the final.", "When does the summer fair take place?")]
    [InlineData("Employees may work remotely up to three days a week.", "Employees may work remotely two days a week.", "How many days a week may employees work remotely?")]
    public async Task DocumentsThatDisagreeAreBothCitedAndTheDisagreementIsSaid(string one, string other, string query)
    {
        using var small = new SampleDocuments(["# First\n\n" + one, "# Second\n\n" + other]);
        var draft = await small.AskAsync(query);
        draft.Text.ShouldStartWith("The documents disagree.");
        SampleDocuments.Holds(draft, one, 2).ShouldBeTrue(draft.Text);
        SampleDocuments.Holds(draft, other, 2).ShouldBeTrue(draft.Text);
    }

    private sealed class Tally
    {
        private readonly List<string> _missed = [];
        private readonly List<string> _answered = [];
        private int _answerable;
        private int _unanswerable;

        /// <summary>Share of the answerable questions that are answered with the sentence among the first three citations.</summary>
        public double Answered => 1 - ((double)_missed.Count / _answerable);

        /// <summary>Share of the others that are refused.</summary>
        public double Refused => 1 - ((double)_answered.Count / _unanswerable);

        public async Task AskAsync(JsonElement questions, Func<string, Task<Protos.Llm.Draft>> ask)
        {
            foreach (var item in questions.GetProperty("answered").EnumerateArray())
            {
                var query = item.GetProperty("question").GetString()!;
                var draft = await ask(query);
                _answerable++;
                if (!draft.Answerable || !SampleDocuments.Holds(draft, item.GetProperty("holds").GetString()!, 3))
                    _missed.Add(query);
            }

            foreach (var query in questions.GetProperty("unanswered").EnumerateArray().Select(item => item.GetString()!))
            {
                _unanswerable++;
                if ((await ask(query)).Answerable)
                    _answered.Add(query);
            }
        }

        public override string ToString() => $"{_missed.Count} of {_answerable} missed, {_answered.Count} of {_unanswerable} answered:\n{string.Join('\n', _missed)}\n\n{string.Join('\n', _answered)}";
    }
}
