using System.Text.Json;
using System.Text.RegularExpressions;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>
/// A problem that a question holds whole: a fenced block of JSON with the <c>domain</c> and the <c>problem</c> of <c>POST /search</c>. Such a question is
/// answered by searching that problem; no document says it better. A block of any other content is a part of the question's words.
/// </summary>
internal static partial class HeldProblem
{
    /// <summary>What stands for the provider of an answer that no language was asked for.</summary>
    public const string Provider = "search";

    private const string DomainField = "domain";
    private const string ProblemField = "problem";

    /// <summary>The problem that a question holds; null: none. Its content is checked where it is searched.</summary>
    public static DomainProblem? Find(string question)
    {
        foreach (Match block in Block().Matches(question))
        {
            if (Read(block.Groups["json"].Value) is { } problem)
                return problem;
        }

        return null;
    }

    /// <summary>The answer that a search of a problem gives: the action, and what is known of it in the words of its certificate.</summary>
    /// <param name="found">The search.</param>
    public static Draft Answer(SearchResponse found)
    {
        var action = found.Statistics.BestAction;
        if (action.Length == 0)
            return new Draft { Text = "The search found no action.", Answerable = false };
        return new Draft { Text = $"{action}. {found.Certificate?.Statement}".TrimEnd(), Answerable = true, Confidence = Confidence(found) };
    }

    /// <summary>What the block calls a field that the search found wrong.</summary>
    public static string FieldOf(string field) => field switch
    {
        "domain.name" => DomainField,
        "domain.json" => ProblemField,
        _ => field,
    };

    // What is proven is certain; an interval holds with its probability; else the share of the search that the action drew is all there is to go by.
    private static double Confidence(SearchResponse found) => found.Certificate switch
    {
        { Kind: "proven" } => 1,
        { Kind: "bounded", Decided: true } bounded => 1 - bounded.Delta,
        _ => (double)found.Statistics.BestActionVisits / Math.Max(1, found.Statistics.RootVisits),
    };

    private static DomainProblem? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } held
                && held.TryGetProperty(DomainField, out var domain) && domain.ValueKind == JsonValueKind.String
                && held.TryGetProperty(ProblemField, out var problem) && problem.ValueKind == JsonValueKind.Object
                    ? new DomainProblem { Name = domain.GetString(), Json = Google.Protobuf.ByteString.CopyFromUtf8(problem.GetRawText()) }
                    : null;
        }
        catch (JsonException)
        {
            // A block that is no JSON is text like any other.
            return null;
        }
    }

    [GeneratedRegex(@"^[ \t]*```json[ \t]*\r?\n(?<json>.*?)^[ \t]*```[ \t]*\r?$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
