namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>Made-up things with their facts, and the documents that state them.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Theme">What kind of things they are.</param>
/// <param name="Things">The names of the things.</param>
/// <param name="Facts">The facts that the documents state.</param>
/// <param name="Unstated">Facts that nobody states: what could be asked of a thing, and no document says.</param>
/// <param name="Documents">The documents.</param>
internal sealed record World(
    int Number,
    Theme Theme,
    IReadOnlyList<string> Things,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<(string Subject, Relation Relation)> Unstated,
    IReadOnlyList<WorldDocument> Documents);
