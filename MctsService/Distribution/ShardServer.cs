using System.Threading.Channels;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Distribution;

/// <summary>Runs single shards for other replicas, if there is room right now.</summary>
internal sealed class ShardServer(
    SearchRequestReader reader, MemoryBudget memory, RunningSearches running, NativeShardRunner native, ShardThreads threads, IServiceProvider services,
    IOptions<SearchLimits> limits, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan HeartBeat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _calls = new(limits.Value.CallShards);

    /// <summary>Runs a shard.</summary>
    /// <param name="request">The shard.</param>
    /// <param name="write">Sends an event.</param>
    /// <param name="cancellationToken">Abandons the shard.</param>
    /// <exception cref="RateLimitException">There is no room now.</exception>
    public async Task RunAsync(RunShardRequest request, Func<RunShardEvent, Task> write, CancellationToken cancellationToken)
    {
        if (request.Search is null)
            throw new ValidationException("search", "is missing: it is the search that the shard is of");
        RequestRanges.CheckRunId(request.Search.RunId);
        using var reservation = memory.Open();

        // It can be ended while its problem is read.
        using var control = new SearchControl(time);
        using var entry = running.Add(request.Search.RunId, control, coordinated: false);
        if (await ReadAsync(request.Search, reservation, control, write, cancellationToken).ConfigureAwait(false) is not { } plan)
        {
            await write(new RunShardEvent { Report = ShardMessages.Unstarted(control.Cause ?? StopCause.Cancelled) }).ConfigureAwait(false);
            return;
        }

        if (request.Shards != plan.Shards)
            throw new ValidationException("shards", $"must be {plan.Shards} as in the search, and is {request.Shards}");
        if (request.Shard < 0 || request.Shard >= plan.Shards)
            throw new ValidationException("shard", $"must be from 0 to {plan.Shards - 1}, and is {request.Shard}");
        if (plan.Problem is { } problem)
            reservation.GrowTo(problem.Bytes + plan.ShardBytes);

        control.EndAfter(plan.TimeLimit);
        var progress = Channel.CreateBounded<ShardProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var watch = new ShardWatch(control, plan.IterationsOf(request.Shard), item => progress.Writer.TryWrite(item), time, HeartBeat);

        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shard = StartAsync(plan, request.Shard, watch, control.Share, progress.Writer, abandon.Token);
        try
        {
            await foreach (var item in progress.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                await write(new RunShardEvent { Progress = item }).ConfigureAwait(false);
            await write(new RunShardEvent { Report = await shard.ConfigureAwait(false) }).ConfigureAwait(false);
        }
        finally
        {
            // The shard must not outlive its call, nor its memory.
            control.Share.Hasten();
            await abandon.CancelAsync().ConfigureAwait(false);
            await ((Task)shard).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    // A large model takes seconds to read, in which the other replica must not take this one for stalled. Null: the search was stopped meanwhile.
    private async Task<SearchPlan?> ReadAsync(
        SearchRequest request, MemoryReservation reservation, SearchControl control, Func<RunShardEvent, Task> write, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(control.Ended, cancellationToken);
        var reading = reader.ReadAsync(request, request.RunId, new ReadingContext(reservation.GrowTo, either.Token)).AsTask();
        try
        {
            while (!reading.IsCompleted)
            {
                await Task.WhenAny(reading, Task.Delay(HeartBeat, time, cancellationToken)).ConfigureAwait(false);
                if (!reading.IsCompleted)
                    await write(new RunShardEvent { Progress = new ShardProgress() }).ConfigureAwait(false);
            }
        }
        finally
        {
            // It reserves memory until it is over.
            await either.CancelAsync().ConfigureAwait(false);
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return reading.IsCanceled && control.Cause is not null ? null : await reading.ConfigureAwait(false);
    }

    private async Task<ShardReport> StartAsync(SearchPlan plan, int shard, ShardWatch watch, ComputeShare share, ChannelWriter<ShardProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            if (!plan.Domain.Calls)
                return await (threads.TryRunAsync(share, turn => native.Run(plan, shard, watch, turn, cancellationToken)) ?? throw NoRoom()).ConfigureAwait(false);

            if (!await _calls.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
                throw NoRoom();
            try
            {
                var runner = services.GetRequiredKeyedService<IShardRunner>(plan.Domain.Name);
                return await runner.RunAsync(plan, shard, plan.Shards, watch, replay: null, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _calls.Release();
            }
        }
        finally
        {
            progress.Complete();
        }
    }

    private static RateLimitException NoRoom() => new("This replica is busy with other shards.", RetryAfter);
}
