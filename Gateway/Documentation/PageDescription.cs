namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the parameters of a route that lists something.</summary>
/// <param name="HasNext">Whether the list can be gone on with.</param>
internal sealed record PageDescription(bool HasNext);
