namespace MctsAspire.Protos.Rest;

/// <summary>Why an action was chosen.</summary>
/// <param name="Text">The reasons, in a few sentences.</param>
/// <param name="Start">The start in words or as a picture.</param>
/// <param name="Flips">The smallest single changes that would flip the decision; only for decision models.</param>
public sealed record SearchExplanation(string Text, string Start, IReadOnlyList<SearchFlip> Flips);
