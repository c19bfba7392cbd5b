using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests.Surface;

[Collection(AppCollection.Name)]
public sealed partial class SurfaceTests(SurfaceApp surface) : IClassFixture<SurfaceApp>
{
    [RequiresFact("git", "node", "npm:openapi")]
    public async Task EveryAnswerFitsThePublishedSchema()
    {
        var folder = Directory.CreateTempSubdirectory("answers-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), await surface.App.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
            var bodies = surface.Answers.Select(answer => new JsonObject
            {
                ["operation"] = answer.Operation,
                ["status"] = answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["body"] = JsonNode.Parse(answer.Body),
            });
            await File.WriteAllTextAsync(Path.Combine(folder, "bodies.json"), new JsonArray([.. bodies]).ToJsonString());

            var (code, output, errors) = await NodeProgram.RunAsync("openapi", "validate.mjs", Path.Combine(folder, "openapi.json"), Path.Combine(folder, "bodies.json"));

            (output + errors).ShouldBe("");
            code.ShouldBe(0);
            surface.Answers.Select(answer => answer.Status).Distinct().Order().ShouldBe([200, 201, 400, 404]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [RequiresFact("git", "promtool")]
    public async Task PrometheusOwnToolHasNothingToSayOfAnyService()
    {
        foreach (var project in SurfaceApp.Projects)
            (await PromTool.CheckAsync(await MetricsAsync(project))).ShouldBe("", project);
    }

    [RequiresFact("git")]
    public async Task EveryMetricOfEveryServiceIsInTheTablesOfItsPage()
    {
        var tables = Tables(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "metrics.md")));
        foreach (var project in SurfaceApp.Projects)
        {
            var known = tables[project].Concat(tables["Every service"]).ToDictionary(row => row.Name, StringComparer.Ordinal);
            var text = await MetricsAsync(project);
            foreach (Match type in TypeLine().Matches(text))
            {
                known.TryGetValue(type.Groups[1].Value, out var row).ShouldBeTrue($"{project} shows {type.Groups[1].Value}, which docs/metrics.md does not name");
                row.Type.ShouldBe(type.Groups[2].Value, row.Name);
                foreach (var label in LabelsOf(text, row.Name))
                    row.Labels.ShouldContain(label, row.Name);
            }

            foreach (var row in tables[project])
                text.ShouldContain($"# TYPE {row.Name} ", customMessage: $"docs/metrics.md names it for {project}");
        }
    }

    [RequiresFact("git", "prometheus")]
    public async Task ARealPrometheusScrapesEveryService()
    {
        var targets = new List<(string, Uri)>();
        foreach (var project in SurfaceApp.Projects)
            targets.Add((project, await surface.AddressAsync(project)));
        await using var prometheus = await PrometheusServer.StartAsync([.. targets]);

        await Eventually.HoldsAsync(
            async () => (await prometheus.TargetsAsync()).Count(target => target.Value == "up") == SurfaceApp.Projects.Length,
            () => prometheus.Output);
        foreach (var metric in (string[])["mcts_iterations_total", "orchestrator_runs_total", "mcts_llm_operation_duration_seconds_count", "mcts_meta_controller_predictions_total"])
            await Eventually.HoldsAsync(async () => (await prometheus.QueryAsync(metric)).Count > 0, () => metric);
        await Eventually.HoldsAsync(async () => await prometheus.QueryAsync("mcts_requests_total{endpoint=\"/query\",status=\"200\"}") is [(_, 1)]);
        // In development every request is traced.
        await Eventually.HoldsAsync(async () => (await prometheus.ExemplarsAsync("mcts_request_duration_seconds_bucket{endpoint=\"/query\"}")).Any(exemplar => exemplar.Labels["trace_id"].Length == 32));
    }

    [RequiresFact("git")]
    public async Task OneTraceCoversEveryServiceThatAQueryNeeds()
    {
        string[] expected = ["gateway", "orchestrator", "mcts-1", "llm-gateway", "meta-controller"];
        await Eventually.HoldsAsync(
            () => surface.Traces.Any(services => expected.All(services.Contains)),
            () => "traces seen: " + string.Join(" | ", surface.Traces.Select(services => string.Join(", ", services))));
    }

    private static Dictionary<string, IReadOnlyList<(string Name, string Type, string[] Labels)>> Tables(string page) => Section().Matches(page).ToDictionary(
        section => section.Groups[1].Value.Trim(),
        IReadOnlyList<(string, string, string[])> (section) => [.. Row().Matches(section.Groups[2].Value).Select(row => (
            row.Groups[1].Value,
            row.Groups[2].Value,
            row.Groups[3].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(label => label.Trim('`')).ToArray()))]);

    private static IEnumerable<string> LabelsOf(string text, string metric) => text.Split('\n')
        .Where(line => line.StartsWith(metric, StringComparison.Ordinal) && line.Contains('{', StringComparison.Ordinal))
        .Where(line => line[metric.Length..line.IndexOf('{', StringComparison.Ordinal)] is "" or "_bucket" or "_sum" or "_count")
        .SelectMany(line => Label().Matches(line).Select(label => label.Groups[1].Value))
        .Where(label => label != "le")
        .Distinct(StringComparer.Ordinal);

    private async Task<string> MetricsAsync(string project) => await surface.App.Client.GetStringAsync(new Uri(await surface.AddressAsync(project), "/metrics"));

    [GeneratedRegex("^# TYPE (\\S+) (\\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("(?<=[{,])([a-zA-Z_]\\w*)=\"")]
    private static partial Regex Label();

    [GeneratedRegex("^## ([^\\n]+)\\n(.*?)(?=^## |\\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("^\\| `([a-z0-9_]+)` \\| (counter|gauge|histogram) \\|([^|]*)\\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
