namespace MctsAspire.MctsService.Search.Calls;

/// <summary>What a domain says about a state.</summary>
/// <param name="Returns">Each player's return, in [0,1].</param>
/// <param name="Outcome">What the returns stand for, in the domain's own terms.</param>
/// <param name="Deterministic">Whether the same state gives the same evaluation always. Only then may it be cached.</param>
internal readonly record struct Evaluation<TOutcome>(double[] Returns, TOutcome Outcome, bool Deterministic);
