namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>A fact of a thing or of a person.</summary>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Relation">What it says.</param>
/// <param name="Value">The value, unique among all facts.</param>
internal sealed record Fact(string Subject, Relation Relation, string Value);
