using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>A run in its folder, of which the services are told while it goes on. For one caller at a time.</summary>
internal sealed partial class ExperimentRun : IExperimentRun
{
    // Lines under way to the disk: the run needn't wait for each of them.
    private const int MostUnderWay = 256;

    private readonly Outbox _outbox;
    private readonly IReadOnlyList<Shipper> _shippers;
    private readonly ExperimentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HashSet<string> _artifacts;
    private readonly Dictionary<string, JsonElement> _results;
    private readonly Queue<Task> _underWay = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _shipping;
    private long _lastStep;
    private bool _isFull;
    private bool _isClosed;

    /// <summary>Goes on where the run's lines end.</summary>
    public ExperimentRun(string id, Outbox outbox, RunHistory history, IReadOnlyList<Shipper> shippers, ExperimentOptions options, TimeProvider time, ILogger logger)
    {
        Id = id;
        _outbox = outbox;
        _shippers = shippers;
        _options = options;
        _time = time;
        _logger = logger;
        _lastStep = history.LastStep;
        _results = history.Summary;
        _artifacts = history.Artifacts;
        _shipping = Task.WhenAll(shippers.Select(shipper => ShipAsync(shipper, _stopping.Token)));
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public async ValueTask LogAsync(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step <= _lastStep)
            return;
        _lastStep = step;
        if (_isFull)
            return;
        if (_outbox.Bytes > _options.MostBytesOfMeasurements)
        {
            _isFull = true;
            LogFull(Id, step);
            return;
        }

        var finite = metrics.Where(metric => double.IsFinite(metric.Value)).Select(metric => KeyValuePair.Create(metric.Key, (object?)metric.Value));
        await AppendAsync(RunRecords.Log, string.Create(CultureInfo.InvariantCulture, $"{Id}-step-{step}"), RunRecords.Data(new("step", step), new("metrics", finite)), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SummarizeAsync(IReadOnlyDictionary<string, object?> results, CancellationToken cancellationToken)
    {
        foreach (var result in RunRecords.Data(results).EnumerateObject())
            _results[result.Name] = result.Value;
        await AppendAsync(RunRecords.Summary, $"{Id}-summary", JsonSerializer.SerializeToElement(_results), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask AddArtifactAsync(ExperimentArtifact artifact, CancellationToken cancellationToken)
    {
        if (artifact.Name.Length is 0 or > 100 || !artifact.Name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
            throw new ArgumentException("An artifact's name must have 1 to 100 letters, digits, dots, hyphens and underscores.", nameof(artifact));
        var size = new FileInfo(artifact.Path).Length;
        if (size > _options.MostBytesOfArtifact)
            throw new ArgumentException($"An artifact must not have more than {_options.MostBytesOfArtifact} bytes, and this one has {size}.", nameof(artifact));

        var copy = await CopyAsync(artifact.Path, cancellationToken);
        var id = $"{Id}-artifact-{artifact.Name}-{copy.Sha256[..16]}";
        if (!_artifacts.Add(id))
            return;
        await AppendAsync(
            RunRecords.Artifact,
            id,
            RunRecords.Data(new("name", artifact.Name), new("type", artifact.Type), new("file_name", Path.GetFileName(artifact.Path)), new("file", copy.Sha256), new("size", copy.Size), new("md5", copy.Md5), new("sha256", copy.Sha256)),
            cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask FinishAsync(bool succeeded, CancellationToken cancellationToken)
    {
        await AppendAsync(RunRecords.Finish, $"{Id}-finish", RunRecords.Data(new KeyValuePair<string, object?>("succeeded", succeeded)), cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        while (_underWay.TryDequeue(out var line))
            await line.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        await _stopping.CancelAsync();
        await _shipping;
        try
        {
            await FlushAsync(CancellationToken.None);
            using var deadline = new CancellationTokenSource(_options.LastWait, _time);
            var waiting = await Task.WhenAll(_shippers.Select(shipper => LastAsync(shipper, deadline.Token)));
            if (waiting.Contains(true))
                LogLater(Id);
        }
        finally
        {
            await _outbox.DisposeAsync();
            _stopping.Dispose();
        }
    }

    private async Task AppendAsync(string kind, string id, JsonElement data, CancellationToken cancellationToken)
    {
        while (_underWay.Count > 0 && (_underWay.Count >= MostUnderWay || _underWay.Peek().IsCompleted))
            await _underWay.Dequeue().WaitAsync(cancellationToken);
        _underWay.Enqueue(_outbox.AppendAsync(kind, id, _time.GetUtcNow(), data, cancellationToken));
    }

    private async Task<(string Sha256, string Md5, long Size)> CopyAsync(string path, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_outbox.Folder, RunRecords.ArtifactFolder);
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, "unfinished");
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The service's own checksum, not a protection.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        long size = 0;
        await using (var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous))
        await using (var copy = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
        {
            var buffer = new byte[256 * 1024];
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                sha256.AppendData(buffer, 0, read);
                md5.AppendData(buffer, 0, read);
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                size += read;
            }

            copy.Flush(flushToDisk: true);
        }

        var hash = Convert.ToHexStringLower(sha256.GetHashAndReset());
        File.Move(unfinished, Path.Combine(folder, hash), overwrite: true);
        return (hash, Convert.ToBase64String(md5.GetHashAndReset()), size);
    }

    private static async Task ShipAsync(Shipper shipper, CancellationToken cancellationToken)
    {
        try
        {
            await shipper.RunAsync(static () => { }, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is closed.
        }
    }

    /// <returns>Whether something waits still.</returns>
    private static async Task<bool> LastAsync(Shipper shipper, CancellationToken cancellationToken)
    {
        try
        {
            return await shipper.DrainAsync(cancellationToken) is not null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The run {Run} has measured as much as is kept; its measurements from step {Step} on are left out")]
    private partial void LogFull(string run, long step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all of the run {Run} has reached the services yet. It is on disk, and goes on its way when the service or another command runs")]
    private partial void LogLater(string run);
}
