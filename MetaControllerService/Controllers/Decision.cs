using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>Who shall work next.</summary>
/// <param name="Agent">The next agent; <see langword="null"/>: every agent that may run has run, and the results are aggregated.</param>
/// <param name="Confidence">Probability that the model gives to its own first choice, in [0,1]; 1 without a model.</param>
/// <param name="Probabilities">The model's probabilities; <see langword="null"/> without a model.</param>
/// <param name="ByRules">Whether the rules decided.</param>
internal readonly record struct Decision(Agent? Agent, double Confidence, Probabilities? Probabilities, bool ByRules);
