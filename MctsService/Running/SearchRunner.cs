using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>Runs searches, as many at a time as the replica takes on.</summary>
internal sealed class SearchRunner(ReasoningRunner runner, SearchAdmission admission, MctsTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs a search to its end.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="report">Takes the progress, at most ten times a second; must not wait. <see langword="null"/>: nobody asks.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<SearchResponse> RunAsync(SearchPlan plan, Action<SearchProgress>? report, CancellationToken cancellationToken)
    {
        using var place = admission.Enter();
        using var measurement = telemetry.StartSearch(plan);

        var watch = new Watch(plan, report, new ProgressThrottle(time));
        var result = await runner.RunAsync(plan, shard: 0, shards: 1, watch, replay: null, cancellationToken).ConfigureAwait(false);

        measurement.Finish(result.StopReason, result.Iterations, result.CacheHits, result.Nodes);
        return SearchMessages.ToResponse(result, plan.Options.Seed);
    }

    private sealed class Watch(SearchPlan plan, Action<SearchProgress>? report, ProgressThrottle throttle) : IShardWatch
    {
        public StopCause? Stop => null;

        public bool IsDue(int iterations) => report is not null && throttle.IsDue(iterations, plan.Options.Iterations);

        public void Report(ShardProgress progress) => report!(SearchMessages.ToProgress(progress, plan.Options.Iterations));
    }
}
