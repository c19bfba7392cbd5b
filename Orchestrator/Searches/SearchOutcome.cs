namespace MctsAspire.Orchestrator.Searches;

/// <summary>How a search ended.</summary>
/// <param name="Response">Its answer over REST.</param>
/// <param name="Found">What MctsService said.</param>
internal sealed record SearchOutcome(Protos.Rest.SearchResponse Response, Protos.Mcts.SearchResponse Found);
