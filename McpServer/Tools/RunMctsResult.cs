using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>run_mcts</c> gives.</summary>
/// <param name="Success">True: a search that failed is a tool error.</param>
/// <param name="Domain">What was searched.</param>
/// <param name="BestAction">The chosen action in words; null when there was nothing to choose.</param>
/// <param name="StopReason">Why the search stopped.</param>
/// <param name="ArtifactId">The stored result; null when the search made more outside calls than are kept.</param>
/// <param name="MctsStats">What the search measured.</param>
/// <param name="Certificate">How sure the result is.</param>
/// <param name="Response">The answer at the end of the principal variation; null in domains other than reasoning, as the next three are.</param>
/// <param name="Confidence">Probability in [0,1] that the response is right.</param>
/// <param name="Answerable">Whether the documents hold an answer.</param>
/// <param name="Citations">What the answer rests on, most important first.</param>
/// <param name="Provider">The language provider; null where none was asked.</param>
/// <param name="Model">Its model.</param>
internal sealed record RunMctsResult(
    bool Success,
    string Domain,
    string? BestAction,
    string StopReason,
    string? ArtifactId,
    MctsStats MctsStats,
    SearchCertificate? Certificate,
    string? Response,
    double? Confidence,
    bool? Answerable,
    IReadOnlyList<Citation>? Citations,
    string? Provider,
    string? Model);
