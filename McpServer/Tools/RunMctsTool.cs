using MctsAspire.McpServer.Gateway;
using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>Runs one search.</summary>
internal sealed class RunMctsTool(GatewayClient gateway) : GatewayTool<RunMctsArguments, RunMctsResult>(
    "run_mcts",
    "Run a search",
    "Searches the evidence and the strategy that answer a question best, by Monte Carlo tree search, and stores the result as an artifact.")
{
    protected override async Task<RunMctsResult> RunAsync(RunMctsArguments arguments, CancellationToken cancellationToken)
    {
        var request = new SearchRequest
        {
            Query = arguments.Query,
            Iterations = arguments.Iterations,
            ExplorationWeight = arguments.ExplorationWeight,
            Seed = arguments.Seed,
            UseRag = arguments.UseRag,
        };
        var found = await gateway.PostAsync<SearchRequest, SearchResponse>("search", request, cancellationToken);
        return new(
            true,
            found.BestAction,
            found.ArtifactId,
            found.MctsStats,
            found.Response,
            found.Confidence,
            found.Answerable,
            found.Citations,
            found.Provider,
            found.Model);
    }
}
