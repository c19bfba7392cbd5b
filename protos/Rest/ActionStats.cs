namespace MctsAspire.Protos.Rest;

/// <summary>What a search measured about one action of the root.</summary>
/// <param name="Visits">Iterations that went through it.</param>
/// <param name="Value">Their mean value, in the domain's units, or what it is expected to earn by a model's probabilities; absent without visits.</param>
/// <param name="ValueSum">The value times the visits, scaled to [0,1].</param>
/// <param name="NumChildren">Children of the action's node.</param>
/// <param name="ProvenLow">What the action is worth at least, proven, in the domain's units; absent where nothing was proven.</param>
/// <param name="ProvenHigh">What it is worth at most.</param>
public sealed record ActionStats(int Visits, double? Value, double ValueSum, int NumChildren, double? ProvenLow = null, double? ProvenHigh = null);
