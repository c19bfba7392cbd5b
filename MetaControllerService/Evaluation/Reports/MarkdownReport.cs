using System.Globalization;
using System.Text;
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

        Line(text, $"## By kind of task, at a price of {report.Price}");
        string[] names = [.. report.Prices[0].Rows.Select(row => row.Policy)];
        Table(
            text,
            ["kind", "tasks", .. names, "answered by"],
            report.Kinds.Select(kind => (string[])
                [kind.Kind.ToString(), $"{kind.Tasks}", .. names.Select(name => Number(kind.Utilities[name])), string.Join(", ", kind.Answered.Where(agent => agent.Value > 0).Select(agent => $"{agent.Key} {agent.Value}"))]));
        WriteOffPolicy(text, report);
        return text.ToString();
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

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Interval(Estimate estimate) => $"{Number(estimate.Value)} [{Number(estimate.Low)}, {Number(estimate.High)}]";
}
