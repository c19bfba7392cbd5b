using System.Collections.Immutable;
using System.Globalization;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.Storage;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Runs;
using MctsAspire.Storage.Threads;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>Works on runs: begins them, takes up those that were cut off, and stores how they end.</summary>
internal sealed partial class RunManager(
    IRunStore runs,
    IThreadStore threads,
    IJournal journal,
    IEnumerable<IRunWork> works,
    IOptions<OrchestratorOptions> options,
    TimeProvider time,
    ILogger<RunManager> logger) : IHostedLifecycleService, IDisposable
{
    // Storing how a run ended is tried for so long, whoever has left.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Client, string Thread, string Hash), RunSession> _active = [];
    private readonly HashSet<Task> _working = [];
    private readonly ThreadGates _gates = new(options.Value.MaxWaitingPerThread);
    private readonly SemaphoreSlim _parallel = new(options.Value.ParallelRuns, options.Value.ParallelRuns);
    private volatile bool _stopping;

    /// <summary>
    /// Joins the run of an equal request on the same thread when one is on its way, else begins one or takes up the one that was cut
    /// off. Whoever calls this must call <see cref="RunSession.Leave"/>.
    /// </summary>
    /// <exception cref="ConflictException">Too many questions wait on the thread.</exception>
    /// <exception cref="ServiceUnavailableException">Too many runs are on their way, or the service is stopping.</exception>
    public RunSession Join(RunRequest request) => Join(request, resume: null);

    /// <summary>Takes up a run that was cut off and works on it whoever waits; what it gives is stored.</summary>
    public RunSession TakeUp(RunRecord cutOff) =>
        Join(new RunRequest(cutOff.ClientId, cutOff.ThreadId, cutOff.Kind, cutOff.Request), cutOff.RunId);

    /// <summary>Whether a run is being worked on in this process.</summary>
    public bool IsActive(string runId)
    {
        lock (_lock)
            return _active.Values.Any(session => session.RunId == runId);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Cancels all runs, before the server waits for the requests that wait for them.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _stopping = true;
            foreach (var session in _active.Values)
                session.Cancel();
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits until the runs are stored as interrupted.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] working;
        lock (_lock)
            working = [.. _working];
        await Task.WhenAll(working).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _parallel.Dispose();

    private RunSession Join(RunRequest request, string? resume)
    {
        var key = (request.ClientId, request.ThreadId, request.Hash);
        lock (_lock)
        {
            if (_active.TryGetValue(key, out var running) && running.TryJoin())
                return running;
            if (_stopping)
                throw new ServiceUnavailableException("The service is stopping. Ask again soon.");
            if (_working.Count >= options.Value.MaxActiveRuns)
                throw new ServiceUnavailableException($"{options.Value.MaxActiveRuns} questions are being worked on already. Ask again soon.");

            var place = _gates.Enter(request.ClientId, request.ThreadId);
            var session = new RunSession(request, resume ?? NewId());
            session.TryJoin();
            _active[key] = session;

            // Not before it is in the set: a run that ends at once takes itself out.
            var work = new Task<Task>(() => WorkAsync(session, place, resume is not null, time.GetTimestamp()));
            var ended = work.Unwrap();
            _working.Add(ended);
            _ = ended.ContinueWith(
                _ =>
                {
                    lock (_lock)
                    {
                        _working.Remove(ended);
                        if (_active.GetValueOrDefault(key) == session)
                            _active.Remove(key);
                    }

                    session.Dispose();
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            work.Start(TaskScheduler.Default);
            return session;
        }
    }

    private string NewId() => "run_" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);

    private async Task WorkAsync(RunSession session, ThreadGates.Place place, bool resume, long arrival)
    {
        using var leaving = place;
        var begun = false;
        var parallel = false;
        try
        {
            await place.Turn.WaitAsync(session.Cancelled);
            await _parallel.WaitAsync(session.Cancelled);
            parallel = true;
            var record = await BeginAsync(session, resume);
            begun = true;
            session.Complete(await RunAsync(session, record, arrival));
        }
        catch (Exception failure)
        {
            var (ending, shown) = Describe(failure, session);
            if (begun)
                await EndAsync(session.RunId, ending);
            OrchestratorTelemetry.Runs.Add(1, new("kind", session.Request.Kind), new("status", ending.Status.ToString()));
            session.Fail(shown);
        }
        finally
        {
            if (parallel)
                _parallel.Release();
        }
    }

    private async Task<RunRecord> BeginAsync(RunSession session, bool resume)
    {
        var request = session.Request;
        if (resume)
        {
            return await runs.ResumeAsync(session.RunId, session.Cancelled)
                ?? throw new ConflictException($"The run {session.RunId} has been completed meanwhile.");
        }

        var record = await runs.BeginAsync(
            new NewRun
            {
                RunId = session.RunId,
                ClientId = request.ClientId,
                ThreadId = request.ThreadId,
                Kind = request.Kind,
                Request = request.Body,
                RequestHash = request.Hash,
                StartedAt = time.GetUtcNow(),
            },
            session.Cancelled);
        session.IsFresh = record.RunId == session.RunId;
        session.RunId = record.RunId;
        return record;
    }

    private async Task<RunResult> RunAsync(RunSession session, RunRecord record, long arrival)
    {
        var request = session.Request;
        using var scope = logger.BeginScope(new KeyValuePair<string, object?>[] { new("run_id", record.RunId) });
        using var activity = OrchestratorTelemetry.Source.StartActivity("run");
        activity?.SetTag("run_id", record.RunId);
        activity?.SetTag("kind", request.Kind);
        if (!session.IsFresh)
            LogTakenUp(record.RunId);

        var work = works.First(work => work.Does(request.Kind));
        var history = work.HistoryOf(request) is { } told ? History(told) : await HistoryAsync(record, session.Cancelled);
        var recorder = new RunRecorder(journal, time, record.RunId, session.IsFresh);
        using var run = new RunContext(record.RunId, work.SeedOf(request), recorder, session.Report, TimeSpan.FromSeconds(options.Value.RunTimeoutSeconds), time)
        {
            Payer = (record.ClientId, record.ThreadId),
        };
        var result = await work.RunAsync(request, history, run, arrival, session.Cancelled);

        // The answer is there: it is stored even when the client leaves now.
        var response = System.Text.Json.JsonSerializer.Serialize(result.Response, result.Response.GetType(), StrictJson.Options);
        await runs.CompleteAsync(record.RunId, response, new ThreadTurn(record.RunId, result.Query, result.Answer), time.GetUtcNow(), CancellationToken.None);
        OrchestratorTelemetry.Runs.Add(1, new("kind", request.Kind), new("status", nameof(RunStatus.Completed)));
        var duration = time.GetElapsedTime(arrival).TotalMilliseconds;
        LogCompleted(record.RunId, duration);
        return result;
    }

    private async Task<ImmutableArray<Turn>> HistoryAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var turns = await threads.ListAsync(record.ClientId, record.ThreadId, record.TurnsSeen, options.Value.HistoryTurns, cancellationToken);
        return [.. turns.Select(turn => new Turn { Query = Cut(turn.Query), Response = Cut(turn.Response) })];
    }

    private ImmutableArray<Turn> History(IReadOnlyList<ConversationTurn> told) =>
        [.. told.TakeLast(options.Value.HistoryTurns).Select(turn => new Turn { Query = Cut(turn.Query), Response = Cut(turn.Response) })];

    private string Cut(string text) => TurnText.Cut(text, options.Value.HistoryTextCharacters);

    // How a failed run is stored, and what those who wait for it are told.
    private (RunEnd Ending, Exception Shown) Describe(Exception failure, RunSession session)
    {
        var now = time.GetUtcNow();
        if (session.Cancelled.IsCancellationRequested && failure is OperationCanceledException or FrameworkException)
        {
            if (!_stopping)
                return (new RunEnd(RunStatus.Cancelled, now, Resumable: true), new OperationCanceledException("Nobody waits for the run any more.", failure, session.Cancelled));

            var stopping = new ServiceUnavailableException("The service is stopping. Send the same request again: what was done is kept.", innerException: failure);
            return (new RunEnd(RunStatus.Interrupted, now, Resumable: true), stopping);
        }

        var shown = failure switch
        {
            FrameworkException known => known,
            StorageException storage => new ServiceUnavailableException(storage.Message, innerException: storage),
            _ => new InternalErrorException($"The run {session.RunId} failed.", failure),
        };
        LogFailed(session.RunId, shown.Code.Name, failure);
        return (new RunEnd(RunStatus.Failed, now, MayPass(shown.Code), shown.Message), shown);
    }

    // What another attempt may not meet again. It goes on where this one failed. A budget that is spent is the run's for good: a new run gets its own.
    private static bool MayPass(ErrorCode code) =>
        code == ErrorCode.ServiceUnavailable || code == ErrorCode.Timeout || code == ErrorCode.Llm || code == ErrorCode.RateLimitExceeded;

    private async Task EndAsync(string runId, RunEnd ending)
    {
        using var limit = new CancellationTokenSource(EndTimeout, time);
        try
        {
            await runs.EndAsync(runId, ending, limit.Token);
        }
        catch (Exception failure) when (failure is StorageException or OperationCanceledException)
        {
            // It stays stored as running, and counts as interrupted: nobody works on it.
            LogEndLost(runId, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId} is taken up from its journal")]
    private partial void LogTakenUp(string runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {RunId} completed in {DurationMs} ms")]
    private partial void LogCompleted(string runId, double durationMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {RunId} failed with {ErrorCode}")]
    private partial void LogFailed(string runId, string errorCode, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "How run {RunId} ended could not be stored")]
    private partial void LogEndLost(string runId, Exception failure);
}
