namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>Some of the ids in the index.</summary>
/// <param name="Ids">The ids, in the order of their bytes.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
internal sealed record PineconePage(IReadOnlyList<string> Ids, string? Next);
