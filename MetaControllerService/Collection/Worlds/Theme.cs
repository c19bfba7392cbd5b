namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>A kind of things that documents tell of.</summary>
/// <param name="Noun">What follows a thing's name.</param>
/// <param name="Relations">What is known of a thing. The last one leads to a person.</param>
/// <param name="Described">How the person is described by the thing, <c>{0}</c>.</param>
/// <param name="Remarks">Sentences that mention a thing, <c>{0}</c>, and state no fact.</param>
internal sealed record Theme(string Noun, Relation[] Relations, string Described, string[] Remarks);
