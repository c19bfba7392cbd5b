using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>What a controller predicts.</summary>
/// <param name="Agent">The next agent; <see langword="null"/>: every agent that may run has run, and the results are aggregated.</param>
/// <param name="Confidence">Probability of the agent, in [0,1].</param>
/// <param name="Probabilities">P(hrm), P(trm), P(mcts), which sum to 1; empty when rules decided.</param>
internal sealed record Decision(Agent? Agent, double Confidence, IReadOnlyList<double> Probabilities);
