namespace MctsAspire.Orchestrator.Runs;

/// <summary>What a run gives.</summary>
/// <param name="Response">A <see cref="Protos.Rest.QueryResponse"/> or a <see cref="Protos.Rest.AgentResponse"/>.</param>
/// <param name="Query">The question, for the thread.</param>
/// <param name="Answer">The answer in words, for the thread.</param>
internal sealed record RunResult(object Response, string Query, string Answer);
