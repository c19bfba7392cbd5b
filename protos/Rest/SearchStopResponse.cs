namespace MctsAspire.Protos.Rest;

/// <summary>A search was asked to stop: the answer of <c>POST /search/{search_id}/stop</c>. Its own answer then holds the best so far, with the stop reason <c>cancelled</c>.</summary>
/// <param name="SearchId">The search.</param>
/// <param name="Status"><c>stopping</c>.</param>
public sealed record SearchStopResponse(string SearchId, string Status);
