using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>
/// A decision problem whose steps are calls: to a language model, or to a program of the user's. Each member takes all that a batch of
/// leaves needs at a time, so that the domain can send it in one call or in several at once. One instance serves one shard, and no member
/// is called before the last one has answered.
/// </summary>
/// <typeparam name="TState">A state; not changed once it is made.</typeparam>
/// <typeparam name="TAction">What leads from a state to the next.</typeparam>
/// <typeparam name="TOutcome">What an evaluation gives besides the returns.</typeparam>
internal interface ICallDomain<TState, TAction, TOutcome>
{
    /// <summary>Players, at least 1; known once the search has started.</summary>
    int Players { get; }

    /// <summary>What returns of 0 and 1 stand for, in the domain's units; known once the search has started.</summary>
    ValueRange Range { get; }

    /// <summary>Where the search begins; asked once.</summary>
    ValueTask<Position<TState>> StartAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The actions that are open in each state, or the outcomes where chance moves; none in a state that turns out to be an end. Asked once
    /// for each node.
    /// </summary>
    ValueTask<IReadOnlyList<IReadOnlyList<CallChoice<TAction>>>> ExpandAsync(IReadOnlyList<TState> states, CancellationToken cancellationToken);

    /// <summary>Where each move leads. Asked once for each node.</summary>
    ValueTask<IReadOnlyList<Position<TState>>> StepAsync(IReadOnlyList<CallMove<TState, TAction>> moves, CancellationToken cancellationToken);

    /// <summary>Values each state. Asked anew for a repeated state unless its evaluation was deterministic.</summary>
    ValueTask<IReadOnlyList<Evaluation<TOutcome>>> EvaluateAsync(IReadOnlyList<TState> states, CancellationToken cancellationToken);

    /// <summary>The state's key in the cache of deterministic evaluations.</summary>
    StateKey GetKey(TState state);
}
