using MctsAspire.Protos.Rest;

namespace MctsAspire.McpServer.Tools;

/// <summary>What <c>run_mcts</c> gives.</summary>
/// <param name="Success">True: a search that failed is a tool error.</param>
/// <param name="BestAction">The chosen action in words; null when there was nothing to choose.</param>
/// <param name="ArtifactId">The stored result.</param>
/// <param name="MctsStats">What the search measured.</param>
/// <param name="Response">The answer at the end of the principal variation.</param>
/// <param name="Confidence">Probability in [0,1] that the response is right.</param>
/// <param name="Answerable">Whether the documents hold an answer.</param>
/// <param name="Citations">What the answer rests on, most important first.</param>
/// <param name="Provider">The language provider.</param>
/// <param name="Model">Its model.</param>
internal sealed record RunMctsResult(
    bool Success,
    string? BestAction,
    string ArtifactId,
    MctsStats MctsStats,
    string Response,
    double Confidence,
    bool Answerable,
    IReadOnlyList<Citation> Citations,
    string Provider,
    string Model);
