using System.Globalization;
using System.Text;

namespace MctsAspire.AppHost.Asking;

/// <summary>Writes an answer for people.</summary>
internal static class AnswerText
{
    private const int Width = 100;

    /// <summary>Writes the answer, its sources and how it was found.</summary>
    public static string Write(string question, Answer answer)
    {
        var origin = answer.Metadata;
        var text = new StringBuilder()
            .Append('\n').Append(Wrapped(question, "")).Append('\n')
            .Append('\n').Append(Wrapped(answer.Response, "  ")).Append('\n')
            .Append('\n').Append(CultureInfo.InvariantCulture, $"Confidence   {answer.Confidence:0.00}")
            .Append(origin.ConsensusScore is { } consensus ? string.Create(CultureInfo.InvariantCulture, $", the agents' consensus {consensus:0.00}") : "")
            .Append(origin.Answerable == false ? ", the documents do not hold an answer" : "").Append('\n');

        text.Append(origin.Citations.Count == 0 ? "Sources      none\n" : "Sources\n");
        for (var i = 0; i < origin.Citations.Count; i++)
        {
            var citation = origin.Citations[i];
            text.Append(CultureInfo.InvariantCulture, $"  [{i + 1}] {Clean(citation.Title)} ({Clean(citation.DocumentId)}), characters {citation.Start} to {citation.End}\n")
                .Append(Wrapped($"“{citation.Text}”", "      ")).Append('\n');
        }

        text.Append("How it was found\n")
            .Append(CultureInfo.InvariantCulture, $"  agents     {(answer.AgentsUsed.Count == 0 ? "none" : string.Join(", ", answer.AgentsUsed.Select(Clean)))}{Rounds(origin)}\n");
        if (answer.MctsStats is { } search)
            text.Append(Search(search));
        return text
            .Append(CultureInfo.InvariantCulture, $"  language   {Clean(origin.Provider ?? "unknown")}{(origin.Model is null ? "" : $", {Clean(origin.Model)}")}\n")
            .Append(CultureInfo.InvariantCulture, $"  run        {Clean(origin.RunId ?? "unknown")}, seed {origin.Seed}, {answer.ProcessingTimeMs / 1000:0.00} s")
            .Replace("\n", Environment.NewLine)
            .ToString();
    }

    /// <summary>A text of another's making without characters that a terminal would obey.</summary>
    internal static string Clean(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    private static string Rounds(AnswerOrigin origin) => origin.Iterations is { } rounds
        ? string.Create(CultureInfo.InvariantCulture, $" ({rounds} {(rounds == 1 ? "round" : "rounds")}{(origin.StopReason is null ? "" : $", stopped by {Clean(origin.StopReason)}")})")
        : "";

    private static string Search(SearchStatistics search)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"  search     {search.Iterations} iterations, {search.RootVisits} root visits{(search.StopReason is null ? "" : $", stopped by {Clean(search.StopReason)}")}\n");
        return search.BestAction is null
            ? line
            : line + string.Create(CultureInfo.InvariantCulture, $"             best action {Clean(search.BestAction)} ({search.BestActionVisits} visits, value {search.BestActionValue:0.000})\n");
    }

    private static string Wrapped(string text, string indent)
    {
        var lines = new StringBuilder();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new StringBuilder(indent);
            foreach (var word in Clean(paragraph).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > indent.Length && line.Length + 1 + word.Length > Width)
                {
                    lines.Append(line).Append('\n');
                    line.Clear().Append(indent);
                }

                if (line.Length > indent.Length)
                    line.Append(' ');
                line.Append(word);
            }

            lines.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return lines.ToString().TrimEnd('\n');
    }
}
