namespace MctsAspire.ServiceDefaults.Health;

/// <summary>What fills a role that has an embedded default.</summary>
/// <param name="Role">The role, as <c>llm</c>, <c>journal</c> or <c>retrieval</c>.</param>
/// <param name="InUse">What fills it, as <c>embedded</c> or <c>sqlite</c>; no address and no secret.</param>
public sealed record Backend(string Role, string InUse);
