using System.Diagnostics;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Domains.Reasoning;

/// <summary>Runs shards of searches over lines of reasoning.</summary>
internal sealed class ReasoningRunner(ReasoningClient client, TimeProvider time) : IShardRunner
{
    /// <inheritdoc/>
    public async Task<ShardReport> RunAsync(
        SearchPlan plan, int shard, int shards, IShardWatch watch, IReadOnlyList<JournalEntry>? replay, CancellationToken cancellationToken)
    {
        var journal = new CallJournal(plan.Bundle, replay);
        var calls = new ReasoningCalls(plan.RunId, plan.Step, plan.Options.Seed, (shard, shards)) { Payer = plan.Payer };
        var domain = new ReasoningDomain(client, plan.Request.Reasoning, calls, journal, new CallTraces(Activity.Current));
        var limit = plan.IterationsOf(shard);
        var (report, outcome) = await CallShard
            .RunAsync(domain, plan.Options, (shard, shards), limit, journal, watch, time, cancellationToken)
            .ConfigureAwait(false);
        report.Answer = outcome?.Draft ?? new Draft();
        report.Origin = outcome?.Origin ?? new Origin();
        report.Usage = domain.Usage;
        return report;
    }
}
