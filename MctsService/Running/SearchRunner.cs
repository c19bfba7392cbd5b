using MctsAspire.MctsService.Certifying;
using MctsAspire.MctsService.Distribution;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>Runs searches, as many at a time as the replica takes on.</summary>
internal sealed class SearchRunner(
    SearchRequestReader reader,
    SearchAdmission admission,
    MemoryBudget memory,
    RunningSearches running,
    SearchCoordinator coordinator,
    Certifier certifier,
    ShardThreads threads,
    MctsTelemetry telemetry,
    TimeProvider time)
{
    /// <summary>Runs a search to its end.</summary>
    /// <param name="request">The search.</param>
    /// <param name="report">Takes the progress, at most ten times a second; must not wait. <see langword="null"/>: nobody asks.</param>
    /// <param name="cancellationToken">Abandons the search.</param>
    public async Task<SearchResponse> RunAsync(SearchRequest request, Action<SearchProgress>? report, CancellationToken cancellationToken)
    {
        using var place = admission.Enter();
        using var reservation = memory.Open();
        var plan = await ReadAsync(request, reservation, cancellationToken).ConfigureAwait(false);
        using var measurement = telemetry.StartSearch(plan);
        using var control = new SearchControl(plan.TimeLimit, time);
        using var entry = running.Add(plan.RunId, control, coordinated: true);

        var started = time.GetTimestamp();
        using var shards = await coordinator
            .RunAsync(new ShardRun { Plan = plan, Control = control, Report = report }, cancellationToken)
            .ConfigureAwait(false);
        var elapsed = time.GetElapsedTime(started);
        var search = MergedSearch.Of(plan, shards.Reports);
        var certified = await certifier.RunAsync(search, shards.First, cancellationToken).ConfigureAwait(false);

        var response = ResponseMessages.ToResponse(search, certified.Decision, elapsed);
        response.Certificate = certified.Certificate;
        measurement.Finish(response.StopReason, response.Statistics.Iterations, response.Statistics.CacheHits, response.Statistics.Nodes);
        return response;
    }

    // A large model takes seconds to read: not on the caller's thread, and with the memory that it needs on the way.
    private async Task<SearchPlan> ReadAsync(SearchRequest request, MemoryReservation reservation, CancellationToken cancellationToken)
    {
        var plan = await Task.Run(() => reader.Read(request, new ReadingContext(reservation.GrowTo, cancellationToken)), CancellationToken.None).ConfigureAwait(false);
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
}
