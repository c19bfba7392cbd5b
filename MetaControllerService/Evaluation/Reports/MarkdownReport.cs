using System.Globalization;
using System.Text;
using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Evaluation.Estimators;

namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>Writes a report as tables that read well on a terminal and as Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>The report.</summary>
    public static string Write(EvaluationReport report)
    {
        var text = new StringBuilder();
        Line(text, $"# Router {report.Router} on {report.Tasks} held-out tasks");
        Line(text, $"Utility is score less price · calls. In brackets: 95% intervals, paired, by {report.Resamples:N0} resamples with seed {report.Seed}. The linear router learned from {report.Learned} other tasks.");
        foreach (var table in report.Prices)
        {
            Line(text, $"## Price of a call {table.Price}");
            Table(
                text,
                ["policy", "score", "calls", "utility", "regret", $"{report.Router} is better by"],
                table.Rows.Select((row, index) => (string[])
                    [row.Policy, Number(row.Score), row.Cost.ToString("F1", CultureInfo.InvariantCulture), Interval(row.Utility), Number(row.Regret), index == 0 ? "" : Interval(row.Behind)]));
        }

        WriteComparisons(text, report);
        Line(text, $"## By kind of task, at a price of {report.Price}");
        string[] names = [.. report.Prices[0].Rows.Select(row => row.Policy)];
        Table(
            text,
            ["kind", "tasks", .. names, "answered by"],
            report.Kinds.Select(kind => (string[])
                [Words(kind.Kind), $"{kind.Tasks}", .. names.Select(name => Number(kind.Utilities[name])), Counts(kind.Answered)]));
        WriteOffPolicy(text, report);
        return text.ToString();
    }

    private static void WriteComparisons(StringBuilder text, EvaluationReport report)
    {
        Line(text, $"## Is it better at every price of a call?");
        if (report.Live is { } live)
        {
            var byRules = live.ByRules.Count == 0 ? "never" : Counts(live.ByRules);
            Line(text, $"In the running app ({(live.Models.Count == 0 ? "no router" : string.Join(", ", live.Models))}) the answer was that of {Counts(live.Answered)}. Rules named the agent that answered: {byRules}; chance: {live.Explored}.");
            if (live.Changed > 0)
                Line(text, $"{live.Changed} of its answers are not what the same agent said when the log was collected: the app or its documents have changed since, and the differences below are no longer the router's alone. Collect anew.");
        }

        Table(
            text,
            ["better", "than", .. report.Comparisons[0].Prices.Select(price => string.Create(CultureInfo.InvariantCulture, $"at {price}")), "above zero"],
            report.Comparisons.Select(row => (string[])
            [
                row.Policy, row.Other, .. row.Better.Select(Interval),
                row.NotClearAt.Count == 0 ? "at all prices" : row.NotClearAt.Count == row.Prices.Count ? "at none" : string.Create(CultureInfo.InvariantCulture, $"not at {string.Join(", ", row.NotClearAt.Select(price => price.ToString(CultureInfo.InvariantCulture)))}"),
            ]));
    }

    private static void WriteOffPolicy(StringBuilder text, EvaluationReport report)
    {
        if (report.OffPolicy is not { } rows)
            return;
        Line(text, $"## From the log alone, at a price of {report.Price}");
        Line(text, $"One run of each task by the uniform policy. Ratios above {OffPolicyEstimates.Clip} are cut off for the clipped estimate.");
        Table(
            text,
            ["policy", "measured", "matching runs", "plain", "self-normalised", "clipped", "direct", "doubly robust"],
            rows.Select(row => (string[])
            [
                row.Policy, Number(row.Measured), $"{row.Estimates.Matching} of {row.Estimates.Runs}", Interval(row.Estimates.Plain), Interval(row.Estimates.SelfNormalised),
                Interval(row.Estimates.Clipped), Interval(row.Estimates.Direct), Interval(row.Estimates.DoublyRobust),
            ]));
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\n\n");

    private static void Table(StringBuilder text, string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        Row(all[0]);
        Row([.. widths.Select(width => new string('-', width))]);
        foreach (var row in all[1..])
            Row(row);
        text.Append('\n');

        void Row(string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
    }

    // As the documents call it: single fact.
    private static string Words(TaskKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()).Replace('_', ' ');

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.Where(count => count.Value > 0).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Interval(Estimate estimate) => $"{Number(estimate.Value)} [{Number(estimate.Low)}, {Number(estimate.High)}]";
}
