using System.Globalization;
using MctsAspire.MctsService.Search;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.MctsService.Domains.Reasoning;

/// <summary>
/// Reasoning as a search: a state is a line of reasoning, its actions are what the language service proposes, and its value is how well
/// the line, ended there, answers the question.
/// </summary>
internal sealed class ReasoningDomain(ReasoningClient client, ReasoningProblem problem, ReasoningCalls calls, CallTraces traces)
    : ISearchDomain<ReasoningLine, Proposal, EvaluateResponse>
{
    /// <summary>The domain's name: that of the request's problem field.</summary>
    public const string Name = "reasoning";

    /// <inheritdoc/>
    public ReasoningLine Root => ReasoningLine.Empty;

    /// <inheritdoc/>
    public ReasoningLine Next(ReasoningLine state, Proposal action) => state.With(action);

    /// <inheritdoc/>
    public bool IsTerminal(ReasoningLine state) => state.State.Concluded;

    /// <inheritdoc/>
    public StateKey GetKey(ReasoningLine state) => state.Key();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Choice<Proposal>>> GetChoicesAsync(ReasoningLine state, CancellationToken cancellationToken)
    {
        var request = new ProposeRequest
        {
            Context = calls.Next(),
            Query = problem.Query,
            State = state.State,
            Passages = { problem.Passages },
            History = { problem.History },
        };
        traces.Enter(request.Context.Sequence);
        var response = await client.ProposeAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);

        // Statistics go by label: of two steps with the same words only the first, which is the better one, is kept.
        return
        [
            .. response.Proposals
                .Where(proposal => proposal.StepCase != Proposal.StepOneofCase.None && proposal.Label.Length > 0)
                .DistinctBy(proposal => proposal.Label)
                .Select(proposal => new Choice<Proposal>(proposal, proposal.Label, proposal.Prior)),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask<Evaluation<EvaluateResponse>> EvaluateAsync(ReasoningLine state, SearchRandom random, CancellationToken cancellationToken)
    {
        var request = new EvaluateRequest
        {
            Context = calls.Next(),
            Query = problem.Query,
            State = state.State,
            Passages = { problem.Passages },
            History = { problem.History },
        };
        traces.Enter(request.Context.Sequence);
        var response = await client.EvaluateAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (!(response.Value is >= 0 and <= 1))
        {
            throw new MctsException(string.Create(
                CultureInfo.InvariantCulture,
                $"The search stopped: the language service valued a line of reasoning at {response.Value}, outside [0,1]."));
        }

        return new(response.Value, response, response.Origin?.Deterministic ?? false);
    }
}
