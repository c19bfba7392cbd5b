using MctsAspire.Orchestrator.Runs;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>One way to answer a question. All that it asks the outside goes through the run's recorder.</summary>
internal interface IAgent
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Answers, or fails with the error of the call that failed.</summary>
    Task<AgentOutput> RunAsync(AgentTask task, RunContext run, CancellationToken cancellationToken);
}
