using System.Text.Json;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>
/// Asks questions that people wrote beforehand: each of a small collection of documents, some with the words that answer them, some without an
/// answer. A file is a list of collections <c>{name, documents: [{text}], answered: [{question, holds}], unanswered: [question]}</c>; a file
/// without documents asks a folder of Markdown documents.
/// </summary>
public static class WrittenQuestions
{
    /// <summary>Asks all questions of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">The folder that is asked when a collection has no documents of its own.</param>
    /// <param name="which">Which collections, by their place in the file.</param>
    public static IReadOnlyList<WrittenAnswer> Ask(string path, string folder, Func<int, bool> which)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = file.RootElement;
        var collections = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().Where((_, i) => which(i)).ToList() : [root];
        return [.. collections.SelectMany(collection => Ask(collection, folder))];
    }

    private static List<WrittenAnswer> Ask(JsonElement collection, string folder)
    {
        var passages = collection.TryGetProperty("documents", out var documents)
            ? documents.EnumerateArray().SelectMany((document, i) => SampleLibrary.Cut($"document-{i}", document.GetProperty("text").GetString()!)).ToList()
            : SampleLibrary.Load(folder);
        var index = new PassageIndex(passages);
        using var reader = new EvidenceReader();
        var reasoner = new EmbeddedReasoner(reader);
        var answers = new List<WrittenAnswer>();
        foreach (var item in collection.GetProperty("answered").EnumerateArray())
            answers.Add(new WrittenAnswer(item.GetProperty("question").GetString()!, item.GetProperty("holds").GetString()!, Answer(item.GetProperty("question").GetString()!)));
        foreach (var item in collection.GetProperty("unanswered").EnumerateArray())
            answers.Add(new WrittenAnswer(item.GetString()!, null, Answer(item.GetString()!)));
        return answers;

        Draft Answer(string question)
        {
            var request = new AnswerRequest { Query = question };
            request.Passages.AddRange(index.Search(question, HeldOut.PassagesPerQuestion));
            return reasoner.AnswerAsync(request, CancellationToken.None).GetAwaiter().GetResult().Draft;
        }
    }
}
