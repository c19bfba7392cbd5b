using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.MctsService.Running;

/// <summary>Runs searches, as many at a time as the replica takes on.</summary>
internal sealed class SearchRunner(ReasoningClient client, SearchAdmission admission, MctsTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs a search to its end.</summary>
    /// <param name="plan">The search.</param>
    /// <param name="report">Takes the progress, at most ten times a second; must not wait. <see langword="null"/>: nobody asks.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<SearchResponse> RunAsync(SearchPlan plan, Action<SearchProgress>? report, CancellationToken cancellationToken)
    {
        using var place = admission.Enter();
        using var measurement = telemetry.StartSearch(plan);

        var calls = new ReasoningCalls(plan.RunId, plan.Step, plan.Parameters.Seed, shard: 0);
        var domain = new ReasoningDomain(client, plan.Problem, calls, new CallTraces(measurement.Span));
        var search = new ShardSearch<ReasoningLine, Proposal, EvaluateResponse>(domain, plan.Parameters);
        var throttle = new ProgressThrottle(time);

        var result = await search.RunAsync(report is null ? null : Report, cancellationToken).ConfigureAwait(false);

        measurement.Finish(result.StopReason, result.Root.Visits, result.CacheHits, result.Nodes);
        return SearchMessages.ToResponse(result, plan.Parameters.Seed);

        void Report()
        {
            if (throttle.IsDue(search.Iterations, plan.Parameters.Iterations))
                report(SearchMessages.ToProgress(search.CountRoot(), plan.Parameters));
        }
    }
}
