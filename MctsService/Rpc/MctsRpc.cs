using System.Threading.Channels;
using Grpc.Core;
using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Rpc;

/// <summary>The contract of <c>protos/mcts/v1</c>.</summary>
internal sealed class MctsRpc(SearchRunner runner) : Mcts.MctsBase
{
    /// <inheritdoc/>
    public override Task<SearchResponse> Search(SearchRequest request, ServerCallContext context) =>
        runner.RunAsync(SearchRequestReader.Read(request), report: null, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task StreamSearch(SearchRequest request, IServerStreamWriter<SearchEvent> responseStream, ServerCallContext context)
    {
        var plan = SearchRequestReader.Read(request);

        // A slow reader gets the newest progress and never holds the search up.
        var progress = Channel.CreateBounded<SearchProgress>(new BoundedChannelOptions(1)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var search = RunAsync(plan, progress.Writer, stop.Token);
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
    public override Task<ListDomainsResponse> ListDomains(ListDomainsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListDomainsResponse
        {
            Domains =
            {
                new Domain
                {
                    Name = ReasoningDomain.Name,
                    Description = "Searches for the strategy and the evidence that answer a question best. Actions are what the language service proposes, "
                        + "values are how well the line of reasoning answers the question.",
                },
            },
        });

    private async Task<SearchResponse> RunAsync(SearchPlan plan, ChannelWriter<SearchProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(plan, report => progress.TryWrite(report), cancellationToken);
        }
        finally
        {
            progress.Complete();
        }
    }
}
