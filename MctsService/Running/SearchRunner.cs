using Google.Protobuf;
using MctsAspire.MctsService.Bundles;
using MctsAspire.MctsService.Certifying;
using MctsAspire.MctsService.Distribution;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Explaining;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Running;

/// <summary>Runs searches, as many at a time as the replica takes on.</summary>
internal sealed partial class SearchRunner(
    SearchRequestReader reader,
    SearchAdmission admission,
    MemoryBudget memory,
    RunningSearches running,
    SearchCoordinator coordinator,
    Certifier certifier,
    Explainer explainer,
    ShardThreads threads,
    MctsTelemetry telemetry,
    IOptions<SearchLimits> limits,
    TimeProvider time,
    ILogger<SearchRunner> logger)
{
    /// <summary>Runs a search to its end.</summary>
    /// <param name="request">The search.</param>
    /// <param name="report">Takes the progress, at most ten times a second; must not wait. <see langword="null"/>: nobody asks.</param>
    /// <param name="cancellationToken">Abandons the search.</param>
    public async Task<SearchResponse> RunAsync(SearchRequest request, Action<SearchProgress>? report, CancellationToken cancellationToken)
    {
        if (await RunAsync(request, report, replay: null, cancellationToken).ConfigureAwait(false) is not var (plan, shards, response))
            return ResponseMessages.Unstarted(request, StopCause.Cancelled);
        if (!request.Bundle)
            return response;

        if (ResultBundle.Write(plan, shards, response) is { } bundle)
            response.Bundle = UnsafeByteOperations.UnsafeWrap(bundle);
        else
            LogTooLarge(logger, plan.RunId, ResultBundle.MaxBytes);
        return response;
    }

    /// <summary>Runs a search again on this replica alone, without any outside call.</summary>
    /// <param name="request">The search.</param>
    /// <param name="journal">The answers of the outside calls, by shard.</param>
    /// <param name="cancellationToken">Abandons the search.</param>
    public async Task<FinishedSearch> RepeatAsync(SearchRequest request, IReadOnlyList<IReadOnlyList<JournalEntry>> journal, CancellationToken cancellationToken) =>
        await RunAsync(request, report: null, journal, cancellationToken).ConfigureAwait(false)
            ?? throw new OperationCanceledException("The search was stopped while its problem was read.");

    // Null: it was stopped before its problem was read.
    private async Task<FinishedSearch?> RunAsync(
        SearchRequest request, Action<SearchProgress>? report, IReadOnlyList<IReadOnlyList<JournalEntry>>? replay, CancellationToken cancellationToken)
    {
        RequestRanges.CheckRunId(request.RunId);
        using var place = admission.Enter();
        using var reservation = memory.Open();
        using var control = new SearchControl(time);

        // Known from the beginning, so that it can be stopped while a large model is read. What has no name can't be stopped by it.
        using var entry = request.RunId.Length > 0 ? running.Add(request.RunId, control, coordinated: true) : null;
        if (await ReadAsync(request, reservation, control, cancellationToken).ConfigureAwait(false) is not { } plan)
            return null;
        if (replay is not null && replay.Count != plan.Shards)
            throw new MctsException($"The journal is of {replay.Count} shards, and the search has {plan.Shards}.");
        using var measurement = telemetry.StartSearch(plan);
        control.EndAfter(plan.TimeLimit);

        var started = time.GetTimestamp();
        using var shards = await coordinator
            .RunAsync(new ShardRun { Plan = plan, Control = control, Report = report, Replay = replay }, cancellationToken)
            .ConfigureAwait(false);
        var elapsed = time.GetElapsedTime(started);
        var search = MergedSearch.Of(plan, shards.Reports);
        var certified = await certifier.RunAsync(search, shards.First, control.Share, cancellationToken).ConfigureAwait(false);

        var response = ResponseMessages.ToResponse(search, certified, elapsed);
        if (plan.Request.Explain)
            response.Explanation = await explainer.RunAsync(search, certified, control.Share, cancellationToken).ConfigureAwait(false);
        measurement.Finish(response.StopReason, response.Statistics.Iterations, response.Statistics.CacheHits, response.Statistics.Nodes);
        return new(plan, shards.Reports, response);
    }

    // A large model takes seconds to read, and memory on the way. Null: the search was stopped meanwhile.
    private async ValueTask<SearchPlan?> ReadAsync(SearchRequest request, MemoryReservation reservation, SearchControl control, CancellationToken cancellationToken)
    {
        var longest = TimeSpan.FromMilliseconds(limits.Value.MaxTimeMs);
        using var timeout = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, control.Ended, cancellationToken);
        SearchPlan plan;
        try
        {
            // A search of its own has a journal of its own.
            var runId = request.RunId.Length > 0 ? request.RunId : $"search-{Guid.NewGuid():n}";
            plan = await reader.ReadAsync(request, runId, new ReadingContext(reservation.GrowTo, either.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (control.Cause is not null && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OperationTimeoutException(
                $"problem: took longer to read than {longest.TotalSeconds} s (the limit Search:MaxTimeMs of this service); make the model smaller.", exception);
        }

        if (plan.Problem is { } problem)
        {
            // A certificate keeps the first shard while the others go on.
            var together = Math.Min(plan.Shards, threads.Count + (plan.Certificate is { Rollouts: > 0 } ? 1 : 0));
            var bytes = problem.Bytes + (together * plan.ShardBytes);
            reservation.GrowTo(bytes);
            reservation.ShrinkTo(bytes);
        }

        return plan;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The search {RunId} has no bundle: it would have more than {MaxBytes} bytes.")]
    private static partial void LogTooLarge(ILogger logger, string runId, int maxBytes);
}
