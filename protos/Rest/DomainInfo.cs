using System.Text.Json;

namespace MctsAspire.Protos.Rest;

/// <summary>Something that can be searched.</summary>
/// <param name="Name">Its name, for the field <c>domain</c> of a search.</param>
/// <param name="Description">What it is.</param>
/// <param name="Schema">JSON schema (draft 2020-12) of the problem; absent where the problem is a query.</param>
/// <param name="Example">A problem that can be searched as it stands; absent where the problem is a query.</param>
/// <param name="Players">Players.</param>
/// <param name="HasChance">Whether chance moves.</param>
/// <param name="MaxIterations">The most iterations of a request.</param>
public sealed record DomainInfo(string Name, string Description, JsonElement? Schema, JsonElement? Example, int Players, bool HasChance, int MaxIterations);
