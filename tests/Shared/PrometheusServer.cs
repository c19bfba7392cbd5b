using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MctsAspire.Testing;

/// <summary>A real Prometheus on a port of its own that scrapes once a second; use it with <c>[RequiresFact("prometheus")]</c>.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _folder;
    private readonly HttpClient _client;

    private PrometheusServer(ChildProcess process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        _client = new HttpClient { BaseAddress = address };
    }

    /// <summary>What it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts it on targets, each a job of the name that it goes by.</summary>
    public static async Task<PrometheusServer> StartAsync(params (string Job, Uri Target)[] targets)
    {
        var folder = Directory.CreateTempSubdirectory("prometheus-").FullName;
        var configuration = new StringBuilder("global:\n  scrape_interval: 1s\n  scrape_timeout: 1s\nscrape_configs:\n");
        foreach (var (job, target) in targets)
            configuration.Append(CultureInfo.InvariantCulture, $"  - job_name: {job}\n    static_configs:\n      - targets: ['{target.Host}:{target.Port}']\n");
        var file = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(file, configuration.ToString());
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var process = ChildProcess.Start(
            Programs.Find("prometheus")!,
            [$"--config.file={file}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address={address.Authority}", "--enable-feature=exemplar-storage", "--log.level=warn"],
            folder: folder);
        var server = new PrometheusServer(process, folder, address);
        await Eventually.HoldsAsync(server.IsReadyAsync, () => process.Output);
        return server;
    }

    /// <summary>The samples of a query at this moment: labels and value of each.</summary>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)>> QueryAsync(string query)
    {
        var data = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        return [.. data.GetProperty("result").EnumerateArray().Select(sample => (
            Strings(sample.GetProperty("metric")),
            double.Parse(sample.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)))];
    }

    /// <summary>The labels and values of the exemplars of the last hour.</summary>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)>> ExemplarsAsync(string query)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var data = await GetAsync(FormattableString.Invariant($"/api/v1/query_exemplars?query={Uri.EscapeDataString(query)}&start={now - 3600}&end={now + 60}"));
        return [.. data.EnumerateArray().SelectMany(series => series.GetProperty("exemplars").EnumerateArray()).Select(exemplar => (
            Strings(exemplar.GetProperty("labels")),
            double.Parse(exemplar.GetProperty("value").GetString()!, CultureInfo.InvariantCulture)))];
    }

    /// <summary>Each job with <c>up</c>, or with what is wrong at its last scrape.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TargetsAsync() => (await GetAsync("/api/v1/targets")).GetProperty("activeTargets").EnumerateArray().ToDictionary(
        target => target.GetProperty("labels").GetProperty("job").GetString()!,
        target => target.GetProperty("health").GetString() == "up" ? "up" : $"{target.GetProperty("health").GetString()}: {target.GetProperty("lastError").GetString()}");

    /// <summary>Stops it and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _client.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await _client.GetStringAsync(new Uri(path, UriKind.Relative)));
        return document.RootElement.GetProperty("data").Clone();
    }

    private static Dictionary<string, string> Strings(JsonElement labels) =>
        labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!, StringComparer.Ordinal);
}
