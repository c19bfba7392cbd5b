using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>What a query ends with.</summary>
/// <param name="Draft">The answer.</param>
/// <param name="Origin">The language provider and model that spoke last.</param>
internal sealed record FinalAnswer(Draft Draft, (string Provider, string Model) Origin);
