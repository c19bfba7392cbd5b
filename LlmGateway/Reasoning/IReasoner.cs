using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning;

/// <summary>
/// The seven primitives that agents and the reasoning domain are written in. Requests are valid when they arrive here: the door checks them.
/// Every response names its origin.
/// </summary>
internal interface IReasoner
{
    /// <summary>Splits a question into sub-questions.</summary>
    /// <param name="request">A valid request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<DecomposeResponse> DecomposeAsync(DecomposeRequest request, CancellationToken cancellationToken);

    /// <summary>Answers a question from passages.</summary>
    /// <param name="request">A valid request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<DraftResponse> AnswerAsync(AnswerRequest request, CancellationToken cancellationToken);

    /// <summary>Finds what is wrong with a draft.</summary>
    /// <param name="request">A valid request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<CritiqueResponse> CritiqueAsync(CritiqueRequest request, CancellationToken cancellationToken);

    /// <summary>Writes a draft anew after a critique.</summary>
    /// <param name="request">A valid request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<DraftResponse> RefineAsync(RefineRequest request, CancellationToken cancellationToken);

    /// <summary>Proposes next steps of a line of reasoning.</summary>
    /// <param name="request">A valid request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<ProposeResponse> ProposeAsync(ProposeRequest request, CancellationToken cancellationToken);

    /// <summary>Values a line of reasoning.</summary>
    /// <param name="request">A valid request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<EvaluateResponse> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken);

    /// <summary>Merges drafts into one answer.</summary>
    /// <param name="request">A valid request.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<DraftResponse> SynthesizeAsync(SynthesizeRequest request, CancellationToken cancellationToken);
}
