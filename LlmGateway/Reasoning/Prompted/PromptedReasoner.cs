using System.Globalization;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Reasons with a language model: each primitive is a prompt and a form that the answer must have.</summary>
/// <param name="chat">Chat with the model.</param>
/// <param name="chain">Who is asked.</param>
internal sealed class PromptedReasoner(IChatClient chat, LanguageChain chain) : IReasoner
{
    private const int UsualSubQuestions = 4;
    private const int UsualProposals = 8;

    private readonly StructuredCall _call = new(chat);

    /// <inheritdoc/>
    public async Task<DecomposeResponse> DecomposeAsync(DecomposeRequest request, CancellationToken cancellationToken)
    {
        var most = request.MaxSubQuestions == 0 ? UsualSubQuestions : request.MaxSubQuestions;
        var data = Data(request.Query, request.Passages, request.History).Add("limits", string.Create(CultureInfo.InvariantCulture, $"sub_questions: {most}"));
        var (output, origin) = await _call.RunAsync<DecomposeOutput>(
            "decompose", data, GenerationSettings.Repeatable(request.Context), output => OutputRules.Problem(output, most), cancellationToken);
        var response = new DecomposeResponse { Origin = origin };
        response.SubQuestions.AddRange(output.SubQuestions.Select(question => question.Trim()));
        return response;
    }

    /// <inheritdoc/>
    public Task<DraftResponse> AnswerAsync(AnswerRequest request, CancellationToken cancellationToken) =>
        DraftAsync("answer", Data(request.Query, request.Passages, request.History), request.Passages, GenerationSettings.From(request.Generation, request.Context), cancellationToken);

    /// <inheritdoc/>
    public async Task<CritiqueResponse> CritiqueAsync(CritiqueRequest request, CancellationToken cancellationToken)
    {
        var data = Data(request.Query, request.Passages, []);
        Add(data, "draft", request.Draft);
        var (output, origin) = await _call.RunAsync<CritiqueOutput>(
            "critique", data, GenerationSettings.From(request.Generation, request.Context), OutputRules.Problem, cancellationToken);
        var critique = new Critique { Score = output.Score };
        critique.Issues.AddRange(output.Issues);
        critique.Missing.AddRange(output.Missing);
        return new CritiqueResponse { Critique = critique, Origin = origin };
    }

    /// <inheritdoc/>
    public Task<DraftResponse> RefineAsync(RefineRequest request, CancellationToken cancellationToken)
    {
        var data = Data(request.Query, request.Passages, []);
        Add(data, "draft", request.Draft);
        data.Add("critique-issues", string.Join('\n', request.Critique.Issues));
        data.Add("critique-missing", string.Join('\n', request.Critique.Missing));
        return DraftAsync("refine", data, request.Passages, GenerationSettings.From(request.Generation, request.Context), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ProposeResponse> ProposeAsync(ProposeRequest request, CancellationToken cancellationToken)
    {
        var state = request.State ?? new ReasoningState();
        var response = new ProposeResponse();
        if (state.Concluded)
        {
            response.Origin = new Origin { Provider = chain.Name, Model = chain.Model, Usage = new Usage(), Deterministic = true };
            return response;
        }

        var most = request.MaxProposals == 0 ? UsualProposals : request.MaxProposals;
        var data = Data(request.Query, request.Passages, request.History);
        Add(data, state);
        data.Add("limits", string.Create(CultureInfo.InvariantCulture, $"steps: {most}"));
        var (output, origin) = await _call.RunAsync<ProposeOutput>(
            "propose", data, GenerationSettings.Repeatable(request.Context), output => OutputRules.Problem(output, state, request.Passages), cancellationToken);
        response.Proposals.AddRange(Steps.Read(output, state, request.Passages, most));
        response.Origin = origin;
        return response;
    }

    /// <inheritdoc/>
    public async Task<EvaluateResponse> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        var data = Data(request.Query, request.Passages, request.History);
        Add(data, request.State ?? new ReasoningState());
        var (output, origin) = await _call.RunAsync<EvaluateOutput>(
            "evaluate", data, GenerationSettings.Repeatable(request.Context), output => OutputRules.Problem(output.Draft, request.Passages), cancellationToken);
        return new EvaluateResponse { Value = output.Value, Draft = Drafts.Read(output.Draft, request.Passages), Origin = origin };
    }

    /// <inheritdoc/>
    public Task<DraftResponse> SynthesizeAsync(SynthesizeRequest request, CancellationToken cancellationToken)
    {
        var data = Data(request.Query, request.Passages, request.History);
        for (var i = 0; i < request.Drafts.Count; i++)
            Add(data, string.Create(CultureInfo.InvariantCulture, $"draft-{i + 1}-{request.Drafts[i].Agent}"), request.Drafts[i].Draft);
        return DraftAsync("synthesize", data, request.Passages, GenerationSettings.From(request.Generation, request.Context), cancellationToken);
    }

    private static DataMessage Data(string query, IReadOnlyList<Passage> passages, IReadOnlyList<Turn> history) =>
        new DataMessage().Add(history).Add(passages).Add("question", query);

    private static void Add(DataMessage data, string name, Draft draft)
    {
        data.Add(name, draft.Text);
        data.Add($"{name}-confidence", draft.Confidence.ToString("0.00", CultureInfo.InvariantCulture));
        for (var i = 0; i < draft.Citations.Count; i++)
            data.Add(string.Create(CultureInfo.InvariantCulture, $"{name}-quote-{i + 1}"), draft.Citations[i].Text);
    }

    private static void Add(DataMessage data, ReasoningState state)
    {
        data.Add("state-strategy", state.Strategy);
        for (var i = 0; i < state.Evidence.Count; i++)
            data.Add(string.Create(CultureInfo.InvariantCulture, $"state-evidence-{i + 1}"), state.Evidence[i].Text);
        data.Add("state-concluded", state.Concluded ? "yes" : "no");
    }

    private async Task<DraftResponse> DraftAsync(
        string primitive, DataMessage data, IReadOnlyList<Passage> passages, GenerationSettings generation, CancellationToken cancellationToken)
    {
        var (output, origin) = await _call.RunAsync<DraftOutput>(primitive, data, generation, output => OutputRules.Problem(output, passages), cancellationToken);
        return new DraftResponse { Draft = Drafts.Read(output, passages), Origin = origin };
    }
}
