using System.Globalization;
using System.Text.Json;
using MctsAspire.Orchestrator.Documents;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.Protos.Rest;
using MctsAspire.Testing;

namespace MctsAspire.Orchestrator.Tests.Retrieval;

/// <summary>How often what is retrieved holds the answer, on questions that people asked about paragraphs of an encyclopaedia.</summary>
public sealed class SquadTests : IAsyncLifetime
{
    private const string File = "squad2-part.json";

    private readonly GraphRig _rig = new(new FakeWorld());

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [RequiresFact("data:" + File)]
    public async Task TheFirstFivePassagesHoldTheAnswerNineTimesInTen()
    {
        var documents = new List<(DocumentInput, string)>();
        var questions = new List<(string Question, string Document, int Answer)>();
        Read(documents, questions);
        await new DocumentIndexer(_rig.Storage.Documents).StoreAsync(documents, default);
        var retriever = new Retriever(_rig.Storage.Documents);

        var found = 0;
        foreach (var (question, document, answer) in questions)
        {
            var passages = (await retriever.RetrieveAsync(new RetrievalRequest { Query = question, Limit = 5 }, default)).Passages;
            found += passages.Any(passage => passage.DocumentId == document && passage.Start <= answer && answer < passage.End) ? 1 : 0;
        }

        questions.Count.ShouldBeGreaterThan(1_000);
        (found / (double)questions.Count).ShouldBeGreaterThan(0.9);
    }

    private static void Read(List<(DocumentInput, string)> documents, List<(string, string, int)> questions)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(Repository.SharedData(File)));
        foreach (var article in json.RootElement.GetProperty("data").EnumerateArray())
        {
            foreach (var paragraph in article.GetProperty("paragraphs").EnumerateArray())
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"p{documents.Count}");
                documents.Add((new DocumentInput { Id = id, Title = article.Text("title").Replace('_', ' '), Text = paragraph.Text("context") }, ""));
                foreach (var question in paragraph.GetProperty("qas").EnumerateArray().Where(question => !question.GetProperty("is_impossible").GetBoolean()))
                    questions.Add((question.Text("question"), id, question.GetProperty("answers")[0].GetProperty("answer_start").GetInt32()));
            }
        }
    }
}
