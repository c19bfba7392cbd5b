using System.Diagnostics;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Mcts;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>Runs shards of searches over the problems of simulators.</summary>
internal sealed class RemoteRunner(SimulatorDirectory simulators, TimeProvider time) : IShardRunner
{
    /// <inheritdoc/>
    public async Task<ShardReport> RunAsync(
        SearchPlan plan, int shard, int shards, IShardWatch watch, IReadOnlyList<JournalEntry>? replay, CancellationToken cancellationToken)
    {
        var problem = RemoteProblem.Read(plan.Request.Domain.Json);
        var journal = new CallJournal(plan.Bundle, replay);
        var client = replay is null ? simulators.Find(problem.Simulator) : null;
        var calls = new SimulatorCalls(problem.Simulator, () => client!, journal, new CallTraces(Activity.Current), simulators.Timeout, time);
        var domain = new RemoteDomain(calls, problem.ToBytes(), plan.Options, shard);
        var (report, _) = await CallShard
            .RunAsync(domain, plan.Options, (shard, shards), plan.IterationsOf(shard), journal, watch, time, cancellationToken)
            .ConfigureAwait(false);
        if (report.Iterations > 0)
            report.Start = domain.StartText;
        return report;
    }
}
