namespace MctsAspire.MctsService.Search;

/// <summary>
/// A decision problem that can be searched. One instance serves one shard and is called by one caller at a time.
/// A state is reached again by its actions from <see cref="Root"/>, so the tree holds no states.
/// </summary>
/// <typeparam name="TState">A state; not changed once it is made.</typeparam>
/// <typeparam name="TAction">What leads from a state to the next.</typeparam>
/// <typeparam name="TOutcome">What an evaluation gives besides its value.</typeparam>
internal interface ISearchDomain<TState, TAction, TOutcome>
{
    /// <summary>Where the search begins.</summary>
    TState Root { get; }

    /// <summary>The state that an action leads to.</summary>
    TState Next(TState state, TAction action);

    /// <summary>Whether no action is open in the state. A state with none in <see cref="GetChoicesAsync"/> is an end as well.</summary>
    bool IsTerminal(TState state);

    /// <summary>The state's key in the cache of deterministic evaluations.</summary>
    StateKey GetKey(TState state);

    /// <summary>The actions that are open in the state; asked once for each node.</summary>
    ValueTask<IReadOnlyList<Choice<TAction>>> GetChoicesAsync(TState state, CancellationToken cancellationToken);

    /// <summary>Values the state. Asked anew for a repeated state unless its evaluation was deterministic.</summary>
    ValueTask<Evaluation<TOutcome>> EvaluateAsync(TState state, SearchRandom random, CancellationToken cancellationToken);
}
