using System.Globalization;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.MctsService.Domains.Reasoning;

/// <summary>
/// Reasoning as a search: a state is a line of reasoning, its actions are what the language service proposes, and its value is how well
/// the line, ended there, answers the question. The calls of a batch are made at the same time, numbered in the order of selection.
/// </summary>
internal sealed class ReasoningDomain(ReasoningClient client, ReasoningProblem problem, ReasoningCalls calls, CallJournal journal, CallTraces traces)
    : ICallDomain<ReasoningLine, Proposal, EvaluateResponse>
{
    /// <summary>The domain's name: that of the request's problem field.</summary>
    public const string Name = "reasoning";

    /// <summary>The most steps that are ever tried from a line.</summary>
    public const int MaxProposals = 50;

    private long _input;
    private long _output;

    /// <summary>The tokens that the calls so far used; null: none.</summary>
    public Usage? Usage => Total(Interlocked.Read(ref _input), Interlocked.Read(ref _output));

    /// <inheritdoc/>
    public int Players => 1;

    /// <inheritdoc/>
    public ValueRange Range => ValueRange.Unit;

    /// <inheritdoc/>
    public ValueTask<Position<ReasoningLine>> StartAsync(CancellationToken cancellationToken) => new(new Position<ReasoningLine>(ReasoningLine.Empty));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Position<ReasoningLine>>> StepAsync(
        IReadOnlyList<CallMove<ReasoningLine, Proposal>> moves, CancellationToken cancellationToken) =>
        new([.. moves.Select(move => move.State.With(move.Action)).Select(line => new Position<ReasoningLine>(line, IsEnd: line.State.Concluded))]);

    /// <inheritdoc/>
    public StateKey GetKey(ReasoningLine state) => state.Key();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IReadOnlyList<CallChoice<Proposal>>>> ExpandAsync(
        IReadOnlyList<ReasoningLine> states, CancellationToken cancellationToken)
    {
        var requests = states.Select(state => new ProposeRequest
        {
            Context = calls.Of(journal.Number()),
            Query = problem.Query,
            State = state.State,
            Passages = { problem.Passages },
            History = { problem.History },
        }).ToArray();
        return await CallBatch.RunAsync(requests.Length, (i, token) => ProposeAsync(requests[i], token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Evaluation<EvaluateResponse>>> EvaluateAsync(
        IReadOnlyList<ReasoningLine> states, CancellationToken cancellationToken)
    {
        var requests = states.Select(state => new EvaluateRequest
        {
            Context = calls.Of(journal.Number()),
            Query = problem.Query,
            State = state.State,
            Passages = { problem.Passages },
            History = { problem.History },
        }).ToArray();
        return await CallBatch.RunAsync(requests.Length, (i, token) => EvaluateAsync(requests[i], token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<CallChoice<Proposal>>> ProposeAsync(ProposeRequest request, CancellationToken cancellationToken)
    {
        traces.Enter(request.Context.Sequence);
        var response = await journal.AskAsync(
            (int)request.Context.Sequence,
            "Propose",
            () => new ProposeRequest(request) { Context = ReasoningCalls.Canonical(request.Context) },
            ProposeResponse.Parser,
            async () => await client.ProposeAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

        Count(response.Origin);

        // Statistics go by label: of two steps with the same words only the first, which is the better one, is kept.
        return
        [
            .. response.Proposals
                .Where(proposal => proposal.StepCase != Proposal.StepOneofCase.None && proposal.Label.Length > 0)
                .DistinctBy(proposal => proposal.Label)
                .Take(MaxProposals)
                .Select(proposal => new CallChoice<Proposal>(proposal, proposal.Label, proposal.Prior)),
        ];
    }

    private async Task<Evaluation<EvaluateResponse>> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        traces.Enter(request.Context.Sequence);
        var response = await journal.AskAsync(
            (int)request.Context.Sequence,
            "Evaluate",
            () => new EvaluateRequest(request) { Context = ReasoningCalls.Canonical(request.Context) },
            EvaluateResponse.Parser,
            async () => await client.EvaluateAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        Count(response.Origin);
        if (!(response.Value is >= 0 and <= 1))
        {
            throw new MctsException(string.Create(
                CultureInfo.InvariantCulture,
                $"The search stopped: the language service valued a line of reasoning at {response.Value}, outside [0,1]."));
        }

        return new([response.Value], response, response.Origin?.Deterministic ?? false);
    }

    /// <summary>The tokens of several shards together; null: none.</summary>
    public static Usage? Total(IEnumerable<Usage?> shards)
    {
        var used = shards.OfType<Usage>().ToList();
        return Total(used.Sum(usage => (long)usage.InputTokens), used.Sum(usage => (long)usage.OutputTokens));
    }

    private static Usage? Total(long input, long output) => input + output == 0 ? null : new Usage
    {
        InputTokens = (int)Math.Min(input, int.MaxValue),
        OutputTokens = (int)Math.Min(output, int.MaxValue),
    };

    private void Count(Origin? origin)
    {
        if (origin?.Usage is not { } usage)
            return;
        Interlocked.Add(ref _input, usage.InputTokens);
        Interlocked.Add(ref _output, usage.OutputTokens);
    }
}
