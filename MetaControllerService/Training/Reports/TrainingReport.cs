using System.Globalization;
using System.Net;
using System.Text;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training.Charts;

namespace MctsAspire.MetaControllerService.Training.Reports;

/// <summary>A run's report: one HTML page that needs nothing else, with its figures as tables and drawings.</summary>
internal static class TrainingReport
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1a1a1a;--soft:#595959;--page:#fff;--line:#d0d0d0}
        @media (prefers-color-scheme:dark){:root{--ink:#f0f0f0;--soft:#b8b8b8;--page:#16181c;--line:#484848}}
        body{margin:0 auto;max-width:72rem;padding:2rem 1rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:var(--page)}
        h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin:2.5rem 0 .75rem}p.soft{color:var(--soft);margin:.25rem 0 0}p.note{border-left:.25rem solid var(--ink);padding:.25rem .75rem;margin:1rem 0 0}
        dl.key{display:flex;flex-wrap:wrap;gap:1rem 3rem;margin:1.5rem 0}dl.key dt{color:var(--soft)}dl.key dd{margin:0;font-size:1.9rem;font-weight:600;font-variant-numeric:tabular-nums}
        .charts{display:flex;flex-wrap:wrap;gap:1.5rem}.charts svg{max-width:100%;height:auto}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:.35rem .9rem;border-bottom:1px solid var(--line);text-align:right}th:first-child,td:first-child{text-align:left}
        """;

    /// <summary>The page.</summary>
    /// <param name="summary">What came out.</param>
    /// <param name="version">The version of the weights.</param>
    /// <param name="created">When.</param>
    /// <param name="duration">How long this process worked on it.</param>
    public static string Write(TrainingSummary summary, string version, DateTimeOffset created, TimeSpan duration)
    {
        var page = new StringBuilder();
        var title = $"Training of the {summary.Type} meta-controller";
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">Version {version}, run {summary.Run}, {created.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {duration.TotalSeconds:F1} s in this process.</p>\n");
        foreach (var note in summary.Notes)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\"><strong>Note:</strong> {WebUtility.HtmlEncode(note)}</p>\n");
        WriteKeyFigures(page, summary);
        WriteCharts(page, summary);
        WriteAgents(page, summary);
        WriteEpochs(page, summary);
        WriteSettings(page, summary);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteKeyFigures(StringBuilder page, TrainingSummary summary)
    {
        (string Name, string Value)[] figures =
        [
            ("test accuracy", Text(summary.Test.Accuracy, "F4")),
            ("test loss", Text(summary.Test.Loss, "F4")),
            ("calibration error", Text(summary.Test.Calibration.ExpectedError, "F4")),
            ("best epoch", $"{summary.BestEpoch} of {summary.History.Count}"),
        ];
        page.Append("<dl class=\"key\">\n");
        foreach (var (name, value) in figures)
            page.Append(CultureInfo.InvariantCulture, $"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
        page.Append("</dl>\n");
    }

    private static void WriteCharts(StringBuilder page, TrainingSummary summary)
    {
        page.Append("<div class=\"charts\">\n");
        page.Append(CurveChart.Draw(
            "Loss", "cross-entropy (nats)", [Series("training", summary, epoch => epoch.TrainLoss), Series("validation", summary, epoch => epoch.ValidationLoss)], summary.BestEpoch));
        page.Append(CurveChart.Draw(
            "Accuracy", "share of right choices", [Series("training", summary, epoch => epoch.TrainAccuracy), Series("validation", summary, epoch => epoch.ValidationAccuracy)], summary.BestEpoch));
        page.Append(ConfusionChart.Draw(summary.Test.Confusion));
        page.Append(ReliabilityDiagram.Draw(summary.Test.Calibration));
        page.Append("</div>\n");
    }

    private static void WriteAgents(StringBuilder page, TrainingSummary summary)
    {
        var confusion = summary.Test.Confusion;
        Table(page, "Agents on the test examples", ["agent", "precision", "recall", "F1", "examples"], Enumerable.Range(0, confusion.Classes).Select(agent => new[]
        {
            ((Agent)agent).Name(), Text(confusion.Precision(agent), "F4"), Text(confusion.Recall(agent), "F4"), Text(confusion.F1(agent), "F4"),
            Text(confusion.Support(agent), "F0"),
        }));
    }

    private static void WriteEpochs(StringBuilder page, TrainingSummary summary) => Table(
        page,
        "Epochs",
        ["epoch", "loss", "accuracy", "validation loss", "validation accuracy", "learning rate"],
        summary.History.Select(epoch => new[]
        {
            epoch.Epoch == summary.BestEpoch ? $"{epoch.Epoch} (kept)" : Text(epoch.Epoch, "F0"),
            Text(epoch.TrainLoss, "F4"), Text(epoch.TrainAccuracy, "F4"), Text(epoch.ValidationLoss, "F4"), Text(epoch.ValidationAccuracy, "F4"), Text(epoch.LearningRate, "G4"),
        }));

    private static void WriteSettings(StringBuilder page, TrainingSummary summary) => Table(page, "Settings", ["setting", "value"],
    [
        ["data", summary.Data],
        ["examples", $"{summary.Examples.Training} training, {summary.Examples.Validation} validation, {summary.Examples.Test} test"],
        ["trained weights", Text(summary.TrainedWeights, "N0")],
        ["learning rate", Text(summary.Plan.LearningRate, "G6")],
        ["warm-up steps", Text(summary.Plan.WarmupSteps, "F0")],
        ["batch size", Text(summary.Plan.BatchSize, "F0")],
        ["epochs at most", Text(summary.Plan.Epochs, "F0")],
        ["patience", Text(summary.Plan.Patience, "F0")],
        ["seed", Text(summary.Plan.Seed, "F0")],
    ]);

    private static void Table(StringBuilder page, string title, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>\n<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var cell in head)
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{cell}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>")).Append("</tr>\n");
        page.Append("</tbody>\n</table></div>\n");
    }

    private static ChartSeries Series(string name, TrainingSummary summary, Func<Metrics.EpochFigures, double> figure) =>
        new(name, [.. summary.History.Select(figure)]);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
