namespace MctsAspire.Protos.Rest;

/// <summary>One outside call of a run, as its journal holds it.</summary>
/// <param name="Step">The node of the state graph and the call's place in it, as <c>hrm/answer-2</c>.</param>
/// <param name="Kind"><c>retrieval</c>, <c>prediction</c>, <c>search</c> or the primitive's name.</param>
/// <param name="RequestHash">SHA-256 of the call's request.</param>
/// <param name="RecordedAt">When the answer was recorded.</param>
/// <param name="DurationMs">How long the call took, in milliseconds.</param>
public sealed record RunStep(string Step, string Kind, string RequestHash, DateTimeOffset RecordedAt, double DurationMs);
