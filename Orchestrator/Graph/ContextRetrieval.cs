using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Orchestrator;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>The node that retrieves passages for the question.</summary>
internal sealed class ContextRetrieval(Retriever retriever, IOptions<OrchestratorOptions> options)
{
    public async Task<AgentState> RunAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        if (!state.UseRag)
            return state;

        var request = new RetrievalRequest { Query = state.Query, History = { state.History }, Limit = options.Value.PassagesPerQuestion };
        var found = await run.Recorder.RecordAsync(
            $"{NodeNames.RetrieveContext}/retrieve", "retrieval", request, token => retriever.RetrieveAsync(request, token), cancellationToken);
        return state with { Passages = [.. found.Passages] };
    }
}
