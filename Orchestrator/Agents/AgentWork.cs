using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>What the runs in which one agent answers alone have in common.</summary>
internal sealed class AgentWork(ContextRetrieval retrieval, IEnumerable<IAgent> agents)
{
    /// <summary>The question with what was retrieved for it, before any agent has worked.</summary>
    public Task<AgentState> BeginAsync(AgentRequest asked, AgentState begun, RunContext run, CancellationToken cancellationToken) => retrieval.RunAsync(
        begun with { MctsIterations = asked.MctsIterations, Generation = GenerationContracts.Of(asked.Temperature, asked.MaxTokens, asked.TopP) }, run, cancellationToken);

    /// <summary>Lets an agent answer, until a limit ends it.</summary>
    public Task<Limited<AgentOutput>> TryAsync(string name, AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        var agent = agents.First(agent => agent.Name == name);
        return RunLimits.RunAsync(run, name, token => agent.RunAsync(AgentTask.Of(state), run, token), cancellationToken);
    }

    /// <summary>Lets an agent answer.</summary>
    /// <exception cref="BudgetException">The budget was spent before it did.</exception>
    /// <exception cref="OperationTimeoutException">The run's time was over before it did.</exception>
    public async Task<AgentOutput> RunAsync(string name, AgentState state, RunContext run, CancellationToken cancellationToken)
    {
        var limited = await TryAsync(name, state, run, cancellationToken);
        return limited.Result ?? throw (limited.Limit == StopReasons.Budget
            ? new BudgetException($"The budget was spent before the agent gave its result. {limited.Detail}".TrimEnd(), limited.RetryAfter)
            : new OperationTimeoutException("The agent gave no result within the time of a run. Ask for fewer iterations."));
    }

    /// <summary>What is told of an answer.</summary>
    public static AgentResponse Respond(RunRequest request, AgentRequest asked, AgentOutput output, RunContext run, TimeSpan elapsed) => new()
    {
        Agent = output.Agent,
        Response = output.Draft.Text,
        Confidence = output.Draft.Probability(),
        MctsStats = output.Search?.ToRest(),
        ProcessingTimeMs = elapsed.TotalMilliseconds,
        Metadata = new AgentMetadata
        {
            ClientId = request.ClientId,
            ThreadId = request.ThreadId,
            RagEnabled = asked.UseRag,
            RunId = run.RunId,
            Seed = run.Seed,
            Provider = output.Origin.Provider,
            Model = output.Origin.Model,
            Answerable = output.Draft.Answerable,
            Citations = output.Draft.Citations.ToRest(),
            StopReason = output.Limit,
            Usage = run.Recorder.Usage.ToRest(),
        },
    };
}
