namespace MctsAspire.MetaControllerService.Integrations.Pinecone;

/// <summary>A decision near to another.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">How similar it is by the index's metric; more is nearer.</param>
/// <param name="Values">Its vector.</param>
/// <param name="Metadata">What is kept beside it; null: nothing.</param>
internal sealed record PineconeMatch(string Id, double Score, IReadOnlyList<double> Values, PineconeMetadata? Metadata);
