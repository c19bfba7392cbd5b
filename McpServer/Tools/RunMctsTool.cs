using MctsAspire.McpServer.Gateway;
using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>Runs one search.</summary>
internal sealed class RunMctsTool(GatewayClient gateway) : GatewayTool<RunMctsArguments, RunMctsResult>(
    "run_mcts",
    "Run a search",
    "Searches by Monte Carlo tree search and stores the result as an artifact: the evidence and the strategy that answer a question best, or what to do in a game or a decision problem that is given as data.")
{
    protected override async Task<RunMctsResult> RunAsync(RunMctsArguments arguments, CancellationToken cancellationToken)
    {
        var found = await gateway.PostAsync<SearchRequest, SearchResponse>("search", arguments.ToRequest(), cancellationToken);
        return new(
            true,
            found.Domain,
            found.BestAction,
            found.StopReason,
            found.ArtifactId,
            found.MctsStats,
            found.Certificate,
            found.Response,
            found.Confidence,
            found.Answerable,
            found.Citations,
            found.Provider,
            found.Model);
    }
}
