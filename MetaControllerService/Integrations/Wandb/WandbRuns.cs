using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Integrations.Outboxes;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.MetaControllerService.Integrations.Wandb;

/// <summary>
/// Makes a run of Weights &amp; Biases of a training run. The n-th measurement is line n of the run's history, and the results are line 0 of its summary: told again,
/// they take the same places. Artifacts are known by their content.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="project">The project's name.</param>
/// <param name="entity">The user or team; null: the key's own.</param>
internal sealed class WandbRuns(WandbClient client, string project, string? entity) : IDestination
{
    /// <summary>The service's name.</summary>
    public const string Service = "wandb";

    private const string History = "wandb-history.jsonl";
    private const string Summary = "wandb-summary.json";
    private const string Ended = "ended";

    /// <inheritdoc/>
    public string Name => Service;

    /// <inheritdoc/>
    public int MostRecords => 500;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> DeliverAsync(
        IReadOnlyList<OutboxRecord> records, IReadOnlyDictionary<string, string> state, string folder, CancellationToken cancellationToken)
    {
        var progress = new Progress(state);
        var lines = new List<string>();
        string? summary = null;
        foreach (var record in records)
        {
            switch (record.Kind)
            {
                case RunRecords.Start:
                    progress.Begin(await OpenAsync(record, cancellationToken), record.At);
                    break;
                case RunRecords.Log:
                    lines.Add(LineOf(record, progress.StartedAt));
                    break;
                case RunRecords.Summary:
                    summary = record.Data.GetRawText();
                    break;
                case RunRecords.Artifact:
                    await UploadAsync(progress.Run, record.Data, folder, cancellationToken);
                    break;
                case RunRecords.Finish:
                    await StreamAsync(progress, lines, summary, cancellationToken);
                    (lines, summary) = ([], null);
                    await client.CompleteAsync(progress.Run, record.Data.GetProperty("succeeded").GetBoolean() ? 0 : 1, cancellationToken);
                    progress.HasEnded = true;
                    break;
                default:
                    throw new DeliveryException(DeliveryFailure.Refused, $"A run has no lines of the kind {record.Kind}.");
            }
        }

        await StreamAsync(progress, lines, summary, cancellationToken);
        return progress.State;
    }

    // Without a sign of life for some minutes a run is shown as crashed there, though it is only slow.
    /// <inheritdoc/>
    public Task BeatAsync(IReadOnlyDictionary<string, string> state, CancellationToken cancellationToken) =>
        new Progress(state) is { HasBegun: true, HasEnded: false } progress ? client.BeatAsync(progress.Run, cancellationToken) : Task.CompletedTask;

    private async Task<WandbRun> OpenAsync(OutboxRecord start, CancellationToken cancellationToken)
    {
        // A setting is an object there, with its value in it.
        var config = new JsonObject(start.Data.GetProperty("config").EnumerateObject()
            .Select(setting => KeyValuePair.Create(setting.Name, (JsonNode?)new JsonObject { ["value"] = JsonNode.Parse(setting.Value.GetRawText()) })));
        return await client.UpsertRunAsync(
            start.Id,
            project,
            entity,
            start.Data.GetProperty("name").GetString() ?? start.Id,
            start.Data.GetProperty("job_type").GetString() ?? "",
            config.ToJsonString(),
            cancellationToken);
    }

    private async Task StreamAsync(Progress progress, List<string> lines, string? summary, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, (long Offset, IReadOnlyList<string> Content)>(StringComparer.Ordinal);
        if (lines.Count > 0)
            files[History] = (progress.HistoryLines, lines);
        if (summary is not null)
            files[Summary] = (0, [summary]);
        if (files.Count == 0)
            return;
        await client.StreamAsync(progress.Run, files, cancellationToken);
        progress.HistoryLines += lines.Count;
    }

    private async Task UploadAsync(WandbRun run, JsonElement data, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, RunRecords.ArtifactFolder, Path.GetFileName(data.GetProperty("file").GetString() ?? ""));
        if (!File.Exists(path))
            throw new DeliveryException(DeliveryFailure.Refused, "The artifact's file is gone.");
        var artifact = new WandbArtifact(
            data.GetProperty("name").GetString() ?? "",
            data.GetProperty("type").GetString() ?? "",
            data.GetProperty("file_name").GetString() ?? "",
            data.GetProperty("md5").GetString() ?? "",
            data.GetProperty("size").GetInt64());

        var (id, isThere) = await client.CreateArtifactAsync(run, artifact, cancellationToken);
        if (isThere)
            return;
        var (manifestId, _) = await client.CreateManifestAsync(run, id, "", cancellationToken);
        var file = await client.CreateFileAsync(id, manifestId, artifact.FileName, artifact.Md5, cancellationToken);
        if (file.Address is not null)
            await client.PutAsync(file, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous), cancellationToken);
        var manifest = artifact.Manifest(file.ArtifactId);
        var (_, place) = await client.CreateManifestAsync(run, id, Convert.ToBase64String(WandbArtifact.Sum(manifest)), cancellationToken);
        await client.PutAsync(place, () => new MemoryStream(manifest, writable: false), cancellationToken);
        await client.CommitAsync(id, cancellationToken);
    }

    private static string LineOf(OutboxRecord record, DateTimeOffset startedAt)
    {
        var line = JsonNode.Parse(record.Data.GetProperty("metrics").GetRawText())!.AsObject();
        line["_step"] = record.Data.GetProperty("step").GetInt64();
        line["_timestamp"] = record.At.ToUnixTimeMilliseconds() / 1000.0;
        line["_runtime"] = Math.Max(0, (record.At - startedAt).TotalSeconds);
        return line.ToJsonString();
    }

    private sealed class Progress(IReadOnlyDictionary<string, string> state)
    {
        private WandbRun? _run = state.TryGetValue("run", out var name) ? new WandbRun(state["entity"], state["project"], name) : null;

        public WandbRun Run => _run ?? throw new DeliveryException(DeliveryFailure.Refused, "The run's beginning is missing.");

        public bool HasBegun => _run is not null;

        public bool HasEnded { get; set; } = state.ContainsKey(Ended);

        public DateTimeOffset StartedAt { get; private set; } =
            state.TryGetValue("started_at", out var at) ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : DateTimeOffset.UnixEpoch;

        public long HistoryLines { get; set; } = state.TryGetValue("history_lines", out var lines) ? long.Parse(lines, CultureInfo.InvariantCulture) : 0;

        public IReadOnlyDictionary<string, string> State => new Dictionary<string, string>(HasEnded ? [new(Ended, "true")] : [])
        {
            ["entity"] = Run.Entity,
            ["project"] = Run.Project,
            ["run"] = Run.Name,
            ["started_at"] = UtcTime.Format(StartedAt),
            ["history_lines"] = HistoryLines.ToString(CultureInfo.InvariantCulture),
        };

        public void Begin(WandbRun run, DateTimeOffset at) => (_run, StartedAt, HasEnded) = (run, at, false);
    }
}
