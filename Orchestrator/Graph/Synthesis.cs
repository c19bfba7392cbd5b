using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>The node that makes one answer of the agents' results. When that fails, or the budget does not allow it, the result of highest confidence is the answer.</summary>
internal sealed partial class Synthesis(ReasoningCalls reasoning, ILogger<Synthesis> logger)
{
    public async Task<AgentState> RunAsync(AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        // A problem that the question holds was searched by its own rules; words about passages have nothing to add.
        if (state.Outputs.FirstOrDefault(output => output is { SolvesHeldProblem: true, Draft.Answerable: true }) is { } solved)
            return state with { Answer = new FinalAnswer(solved.Draft, solved.Origin) };

        var request = new SynthesizeRequest
        {
            Query = state.Query,
            Drafts = { state.Outputs.Select(output => new AgentDraft { Agent = output.Agent, Draft = output.Draft }) },
            Passages = { state.Passages },
            History = { state.History },
            Generation = state.Generation,
        };
        try
        {
            var answer = await RunLimits.WithinBudgetAsync(
                run, "synthesize", () => reasoning.SynthesizeAsync(run, "synthesize/synthesize", request, cancellationToken), cancellationToken);
            return answer.Result is { } whole
                ? state with { Answer = new FinalAnswer(whole.Draft, (whole.Origin.Provider, whole.Origin.Model)) }
                : state with { Answer = Best(state), StopReason = answer.Limit };
        }
        catch (FrameworkException failure) when (failure is not ConflictException)
        {
            LogFailed(failure.Code.Name, failure.Message);
            return state with { Answer = Best(state) };
        }
    }

    private static FinalAnswer Best(AgentState state)
    {
        var best = state.Outputs.MaxBy(output => output.Draft.Probability())!;
        return new FinalAnswer(best.Draft, best.Origin);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The synthesis failed with {ErrorCode}; the result of highest confidence is the answer: {Reason}")]
    private partial void LogFailed(string errorCode, string reason);
}
