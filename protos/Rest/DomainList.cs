namespace MctsAspire.Protos.Rest;

/// <summary>What can be searched: the answer of <c>GET /domains</c>.</summary>
/// <param name="Domains">The domains.</param>
public sealed record DomainList(IReadOnlyList<DomainInfo> Domains);
