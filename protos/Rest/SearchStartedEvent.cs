namespace MctsAspire.Protos.Rest;

/// <summary>A search has begun: the event <c>started</c> of <c>POST /search/stream</c>.</summary>
/// <param name="SearchId">Its id, for <c>POST /search/{search_id}/stop</c>.</param>
public sealed record SearchStartedEvent(string SearchId);
