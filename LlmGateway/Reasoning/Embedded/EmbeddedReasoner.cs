using MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded;

/// <summary>
/// Reasons on the passages alone, without a language model: it finds the sentences that answer, quotes them and knows how sure it is.
/// The same request gives the same response always.
/// </summary>
/// <param name="reader">Ranks the sentences.</param>
internal sealed class EmbeddedReasoner(EvidenceReader reader) : IReasoner
{
    /// <summary>The name of the provider.</summary>
    public const string ProviderName = "embedded";

    /// <summary>The name of the model; a change of the coefficients or the features changes it.</summary>
    public const string ModelName = "extractive-4";

    private const int UsualSubQuestions = 4;
    private const int UsualProposals = 8;

    /// <inheritdoc/>
    public Task<DecomposeResponse> DecomposeAsync(DecomposeRequest request, CancellationToken cancellationToken) => Run(() =>
    {
        var response = new DecomposeResponse { Origin = CreateOrigin() };
        response.SubQuestions.AddRange(Decomposer.Split(request.Query, request.MaxSubQuestions == 0 ? UsualSubQuestions : request.MaxSubQuestions));
        return response;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<DraftResponse> AnswerAsync(AnswerRequest request, CancellationToken cancellationToken) => Run(() =>
    {
        var pools = Pools(request.Query, request.Passages, request.History);
        return Respond(pools.Count == 1 ? AnswerWriter.Write(pools[0]) : PartsWriter.Write(pools));
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<CritiqueResponse> CritiqueAsync(CritiqueRequest request, CancellationToken cancellationToken) => Run(() =>
        new CritiqueResponse { Critique = Critic.Judge(reader.Read(request.Query, request.Passages, []), request.Draft), Origin = CreateOrigin() }, cancellationToken);

    /// <inheritdoc/>
    public Task<DraftResponse> RefineAsync(RefineRequest request, CancellationToken cancellationToken) => Run(() =>
        Respond(Refiner.Refine(reader.Read(request.Query, request.Passages, []), request.Draft, request.Critique)), cancellationToken);

    /// <inheritdoc/>
    public Task<ProposeResponse> ProposeAsync(ProposeRequest request, CancellationToken cancellationToken) => Run(() =>
    {
        var pool = reader.Read(request.Query, request.Passages, request.History);
        var response = new ProposeResponse { Origin = CreateOrigin() };
        response.Proposals.AddRange(Proposer.Propose(pool, request.State ?? new ReasoningState(), request.MaxProposals == 0 ? UsualProposals : request.MaxProposals));
        return response;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<EvaluateResponse> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) => Run(() =>
    {
        var pool = reader.Read(request.Query, request.Passages, request.History);
        var (value, draft) = Valuer.Value(pool, request.State ?? new ReasoningState());
        return new EvaluateResponse { Value = value, Draft = draft, Origin = CreateOrigin() };
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<DraftResponse> SynthesizeAsync(SynthesizeRequest request, CancellationToken cancellationToken) => Run(() =>
        Respond(Synthesizer.Merge(Pools(request.Query, request.Passages, request.History), request.Drafts)), cancellationToken);

    private static Origin CreateOrigin() => new() { Provider = ProviderName, Model = ModelName, Usage = new Usage(), Deterministic = true };

    private static DraftResponse Respond(Draft draft) => new() { Draft = draft, Origin = CreateOrigin() };

    private static Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromResult(work());

    // The evidence for the whole question; then, when it has parts, for each of them.
    private List<EvidencePool> Pools(string query, IReadOnlyList<Passage> passages, IReadOnlyList<Turn> history)
    {
        var pools = new List<EvidencePool> { reader.Read(query, passages, history) };
        var parts = Decomposer.Split(query, UsualSubQuestions);
        if (parts.Count > 1)
            pools.AddRange(parts.Select(part => reader.Read(part, passages, history)));
        return pools;
    }
}
