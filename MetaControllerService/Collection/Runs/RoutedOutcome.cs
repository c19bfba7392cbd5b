using MctsAspire.Protos.Rest;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>What was measured of an answer of <c>POST /agents/auto</c>.</summary>
/// <param name="Outcome">The answer; its cost takes in all agents that worked.</param>
/// <param name="Agent">Whose answer it is.</param>
/// <param name="Decision">How that one was named.</param>
internal sealed record RoutedOutcome(AgentOutcome Outcome, string Agent, RoutingDecision Decision);
