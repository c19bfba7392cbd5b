namespace MctsAspire.MctsService.Search;

/// <summary>What a domain says about a state.</summary>
/// <param name="Value">The state's value, in [0,1].</param>
/// <param name="Outcome">What the value stands for, in the domain's own terms.</param>
/// <param name="Deterministic">Whether the same state gives the same evaluation always. Only then may it be cached.</param>
internal readonly record struct Evaluation<TOutcome>(double Value, TOutcome Outcome, bool Deterministic);
