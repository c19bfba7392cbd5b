using System.Text.Json;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Articles in the JSON form of SQuAD 2.0: each paragraph one passage, each question with the places of its answers or none.</summary>
public sealed class SquadCorpus
{
    private SquadCorpus(IReadOnlyList<Passage> passages, IReadOnlyList<SquadQuestion> questions)
    {
        Passages = passages;
        Questions = questions;
    }

    /// <summary>All paragraphs of all articles.</summary>
    public IReadOnlyList<Passage> Passages { get; }

    /// <summary>All questions.</summary>
    public IReadOnlyList<SquadQuestion> Questions { get; }

    /// <summary>The articles, by name.</summary>
    public IReadOnlyList<string> Articles => [.. Questions.Select(question => question.Article).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="titles">Whether a passage carries its article's title.</param>
    public static SquadCorpus Load(string path, bool titles)
    {
        var passages = new List<Passage>();
        var questions = new List<SquadQuestion>();
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var article in file.RootElement.GetProperty("data").EnumerateArray())
        {
            var name = article.GetProperty("title").GetString()!;
            foreach (var paragraph in article.GetProperty("paragraphs").EnumerateArray())
            {
                var text = paragraph.GetProperty("context").GetString()!;
                var id = $"{name}-{passages.Count}";
                passages.Add(new Passage { DocumentId = id, PassageId = id, Title = titles ? name.Replace('_', ' ') : "", Text = text, Start = 0, End = text.Length });
                foreach (var question in paragraph.GetProperty("qas").EnumerateArray())
                {
                    var starts = question.GetProperty("answers").EnumerateArray().Select(answer => CodeUnits(text, answer.GetProperty("answer_start").GetInt32())).Distinct();
                    questions.Add(new SquadQuestion(name, question.GetProperty("question").GetString()!, question.GetProperty("is_impossible").GetBoolean(), id, [.. starts]));
                }
            }
        }

        return new SquadCorpus(passages, questions);
    }

    // The file counts code points.
    private static int CodeUnits(string text, int codePoints)
    {
        var i = 0;
        for (; codePoints > 0; codePoints--)
            i += char.IsHighSurrogate(text[i]) ? 2 : 1;
        return i;
    }
}
