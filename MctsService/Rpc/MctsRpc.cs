using System.Threading.Channels;
using Grpc.Core;
using MctsAspire.MctsService.Bundles;
using MctsAspire.MctsService.Distribution;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Rpc;

/// <summary>The contract of <c>protos/mcts/v1</c>.</summary>
internal sealed class MctsRpc(SearchRunner runner, ShardServer shards, RunningSearches running, PeerDirectory peers, PeerLane peerLane, BundleVerifier verifier, IOptions<SearchLimits> limits)
    : Mcts.MctsBase
{
    /// <inheritdoc/>
    public override Task<SearchResponse> Search(SearchRequest request, ServerCallContext context) =>
        runner.RunAsync(request, report: null, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task StreamSearch(SearchRequest request, IServerStreamWriter<SearchEvent> responseStream, ServerCallContext context)
    {
        // A slow reader gets the newest progress and never holds the search up.
        var progress = Channel.CreateBounded<SearchProgress>(new BoundedChannelOptions(1)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var search = RunAsync(request, progress.Writer, stop.Token);
        try
        {
            await foreach (var report in progress.Reader.ReadAllAsync(context.CancellationToken))
                await responseStream.WriteAsync(new SearchEvent { Progress = report }, context.CancellationToken);
        }
        catch
        {
            // Nobody listens any more: the search must not outlive its call.
            await stop.CancelAsync();
            await ((Task)search).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await responseStream.WriteAsync(new SearchEvent { Result = await search }, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<StopSearchResponse> StopSearch(StopSearchRequest request, ServerCallContext context)
    {
        RequestRanges.CheckRunId(request.RunId);
        if (request.RunId.Length == 0)
            throw new ValidationException("run_id", "must name the run of the search");

        // A shard that runs here for another replica is not yet the search.
        var (found, coordinated) = running.Stop(request.RunId);
        if (!coordinated && !request.Local)
            found |= await peerLane.StopAsync(request.RunId, peers.All, context.CancellationToken);

        return found ? new StopSearchResponse() : throw new NotFoundException($"run_id: no search of the run {request.RunId} is running.");
    }

    /// <inheritdoc/>
    public override Task RunShard(RunShardRequest request, IServerStreamWriter<RunShardEvent> responseStream, ServerCallContext context) =>
        shards.RunAsync(request, item => responseStream.WriteAsync(item, context.CancellationToken), context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ListDomainsResponse> ListDomains(ListDomainsRequest request, ServerCallContext context)
    {
        var response = new ListDomainsResponse();
        response.Domains.AddRange(DomainCatalogue.All.Select(entry => new Domain
        {
            Name = entry.Name,
            Description = entry.Description,
            Schema = entry.Schema,
            Example = entry.Example,
            Players = entry.Players,
            HasChance = entry.HasChance,
            MaxIterations = Math.Min(entry.MaxIterations, limits.Value.MaxIterations),
        }));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<VerifyResponse> Verify(VerifyRequest request, ServerCallContext context) => verifier.RunAsync(request.Bundle, context.CancellationToken);

    private async Task<SearchResponse> RunAsync(SearchRequest request, ChannelWriter<SearchProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(request, report => progress.TryWrite(report), cancellationToken);
        }
        finally
        {
            progress.Complete();
        }
    }
}
