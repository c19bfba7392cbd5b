namespace MctsAspire.Protos.Rest;

/// <summary>Stored documents: the answer of <c>GET /documents</c> and <c>POST /documents</c>.</summary>
/// <param name="Documents">The documents, in the order of their ids, or as posted.</param>
/// <param name="Total">Documents in the store.</param>
/// <param name="Next">The id to go on after; absent on the last page.</param>
public sealed record DocumentList(IReadOnlyList<DocumentInfo> Documents, int Total, string? Next = null);
