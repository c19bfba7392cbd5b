using Google.Protobuf;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>A problem of a simulator that the operator runs: one call for all states of a batch. An action is its place among the state's choices.</summary>
internal sealed class RemoteDomain : ICallDomain<RemoteState, int, ValueTuple>
{
    /// <summary>The domain's name.</summary>
    public const string Name = "remote";

    // JSON and many languages hold integers of 53 bits exactly.
    private const int SeedShift = 64 - 53;

    private readonly SimulatorCalls _calls;
    private readonly SimulatorAnswers _answers;
    private readonly ByteString _problem;
    private readonly string? _policy;
    private readonly long _seed;
    private StartResponse _start = new();
    private long _rollouts;

    /// <summary>Prepares a problem for one shard.</summary>
    /// <param name="calls">The simulator.</param>
    /// <param name="problem">The problem as the simulator takes it.</param>
    /// <param name="options">How it is searched.</param>
    /// <param name="shard">The shard, from 0.</param>
    public RemoteDomain(SimulatorCalls calls, ByteString problem, SearchOptions options, int shard)
    {
        _calls = calls;
        _answers = new SimulatorAnswers(calls.Name);
        _problem = problem;
        _policy = options.Rollout?.ToString().ToLowerInvariant();
        var random = new Xorshift(options.Seed, shard);
        _seed = (long)random.NextBits();
    }

    /// <inheritdoc/>
    public int Players => _start.Players;

    /// <inheritdoc/>
    public ValueRange Range => new(_start.ReturnsLow, _start.ReturnsHigh);

    /// <summary>The start in words.</summary>
    public string StartText => _start.StartText;

    /// <inheritdoc/>
    public StateKey GetKey(RemoteState state) => StateKey.Of(state.Bytes.Span);

    /// <inheritdoc/>
    public async ValueTask<Position<RemoteState>> StartAsync(CancellationToken cancellationToken)
    {
        var start = await _calls.StartAsync(new StartRequest { Problem = _problem }, cancellationToken).ConfigureAwait(false);
        _answers.Check(start);
        if (_policy is not null && !start.Rollouts.Contains(_policy))
            throw new ValidationException("rollout", $"must be one of {string.Join(", ", start.Rollouts)} for the simulator {_calls.Name}");

        if (start.Start.Terminal)
            throw new ValidationException("problem.problem", $"must leave something to decide: the simulator {_calls.Name} says that play is over where it begins");

        _start = start;
        return ToPosition(start.Start);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IReadOnlyList<CallChoice<int>>>> ExpandAsync(
        IReadOnlyList<RemoteState> states, CancellationToken cancellationToken)
    {
        var request = new ExpandRequest { Context = _start.Context, States = { states.Select(state => state.Bytes) } };
        var answer = await _calls.ExpandAsync(request, cancellationToken).ConfigureAwait(false);
        _answers.Check(answer, [.. states.Select(state => state.IsChance)]);
        return [.. answer.States.Select(state => state.Choices_.Select((choice, place) => new CallChoice<int>(place, choice.Label, choice.Weight)).ToArray())];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Position<RemoteState>>> StepAsync(
        IReadOnlyList<CallMove<RemoteState, int>> moves, CancellationToken cancellationToken)
    {
        var request = new StepRequest
        {
            Context = _start.Context,
            Moves = { moves.Select(move => new Move { State = move.State.Bytes, Choice = move.Action }) },
        };
        var answer = await _calls.StepAsync(request, cancellationToken).ConfigureAwait(false);
        _answers.Check(answer, moves.Count);
        return [.. answer.Positions.Select(ToPosition)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Evaluation<ValueTuple>>> EvaluateAsync(IReadOnlyList<RemoteState> states, CancellationToken cancellationToken)
    {
        var request = new RolloutRequest
        {
            Context = _start.Context,
            Starts = { states.Select(state => new RolloutStart { State = state.Bytes, Seed = NextSeed() }) },
            Policy = _policy ?? _start.Rollouts[0],
        };
        var answer = await _calls.RolloutAsync(request, cancellationToken).ConfigureAwait(false);
        _answers.Check(answer, states.Count);
        return [.. answer.Values.Select(value => new Evaluation<ValueTuple>(_answers.Scale(value.Returns), default, value.Deterministic))];
    }

    private Position<RemoteState> ToPosition(Position position) => new(
        new RemoteState(position.State, !position.Terminal && position.Mover == Movers.Chance),
        position.Terminal ? 0 : position.Mover,
        position.Terminal,
        position.Terminal ? _answers.Scale(position.Returns) : null);

    private long NextSeed()
    {
        var random = new Xorshift(_seed, _rollouts++);
        return (long)(random.NextBits() >> SeedShift);
    }
}
