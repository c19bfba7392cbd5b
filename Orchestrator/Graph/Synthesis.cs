using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>The node that makes one answer of the agents' results. When that fails, the result of highest confidence is the answer.</summary>
internal sealed partial class Synthesis(ReasoningCalls reasoning, ILogger<Synthesis> logger)
{
    public async Task<AgentState> RunAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        var request = new SynthesizeRequest
        {
            Query = state.Query,
            Drafts = { state.Outputs.Select(output => new AgentDraft { Agent = output.Agent, Draft = output.Draft }) },
            Passages = { state.Passages },
            History = { state.History },
        };
        try
        {
            var answer = await reasoning.SynthesizeAsync(run, "synthesize/synthesize", request, cancellationToken);
            return state with { Answer = new FinalAnswer(answer.Draft, (answer.Origin.Provider, answer.Origin.Model)) };
        }
        catch (FrameworkException failure) when (failure is not ConflictException)
        {
            LogFailed(failure.Code.Name, failure.Message);
            var best = state.Outputs.MaxBy(output => output.Draft.Probability())!;
            return state with { Answer = new FinalAnswer(best.Draft, best.Origin) };
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The synthesis failed with {ErrorCode}; the result of highest confidence is the answer: {Reason}")]
    private partial void LogFailed(string errorCode, string reason);
}
