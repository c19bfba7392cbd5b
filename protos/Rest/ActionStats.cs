namespace MctsAspire.Protos.Rest;

/// <summary>What a search measured about one action of the root.</summary>
/// <param name="Visits">Iterations that went through it.</param>
/// <param name="Value">Their mean value, in [0,1].</param>
/// <param name="ValueSum">The sum of their values.</param>
/// <param name="NumChildren">Children of the action's node.</param>
public sealed record ActionStats(int Visits, double Value, double ValueSum, int NumChildren);
