using MctsAspire.MctsService.Domains.Models;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Certifying;

/// <summary>What a search decides, and how sure that is.</summary>
/// <param name="Decision">The chosen action; -1 when there is none. It is the search's own, unless another is proven to be better.</param>
/// <param name="Certificate">How sure it is.</param>
/// <param name="Solution">The exact values of a model that is small enough; <see langword="null"/>: there are none.</param>
internal sealed record Certified(int Decision, Certificate Certificate, ModelSolution? Solution);
