namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// A decision problem whose states are values. The tree holds no states: a line of play is replayed from the start, action by action,
/// where an action is its index among those that are legal in the state. Implemented by structs, so that the search is compiled for each.
/// Every member is a pure function of its arguments.
/// </summary>
/// <typeparam name="TState">A state.</typeparam>
internal interface IDomain<TState>
    where TState : unmanaged
{
    /// <summary>Whether there are states in which chance moves.</summary>
    static abstract bool HasChance { get; }

    /// <summary>Whether <see cref="Key"/> tells states apart, so that lines of play that meet can share what follows. No state may be reached twice in a line.</summary>
    static abstract bool HasKeys { get; }

    /// <summary>Whether play may be cut off before its end: then what ends there is not proven, and lies between <see cref="EndBounds"/>.</summary>
    static virtual bool CutsPlay => false;

    /// <summary>The rollout policy of a search that names none.</summary>
    RolloutPolicy DefaultRollout { get; }

    /// <summary>Players, at least 1; each has a return of its own. The returns of two players add up to 1.</summary>
    int Players { get; }

    /// <summary>The most actions, or outcomes, of any state.</summary>
    int MaxActions { get; }

    /// <summary>The most actions and outcomes in a line of play.</summary>
    int MaxLength { get; }

    /// <summary>What returns of 0 and 1 stand for, in the domain's units.</summary>
    ValueRange Range { get; }

    /// <summary>Where the search begins.</summary>
    TState Start { get; }

    /// <summary>Whether play has ended.</summary>
    bool IsTerminal(in TState state);

    /// <summary>Who moves: a player from 0, or <see cref="Movers.Chance"/>. Asked only where play has not ended.</summary>
    int Mover(in TState state);

    /// <summary>Legal actions, or outcomes of a chance move: at least 1. Asked only where play has not ended.</summary>
    int CountActions(in TState state);

    /// <summary>Plays an action, or lets an outcome happen.</summary>
    void Apply(ref TState state, int action);

    /// <summary>The probability of an outcome of a chance move.</summary>
    double Probability(in TState state, int outcome);

    /// <summary>Each player's return in [0,1], where play has ended or is cut off.</summary>
    void Score(in TState state, Span<double> returns);

    /// <summary>Plays uniformly random legal actions, and outcomes by their probabilities, until play has ended.</summary>
    void PlayOut(ref TState state, ref Xorshift random);

    /// <summary>The action that a quick rule of the domain would play; a random one where it has no rule.</summary>
    int Greedy(in TState state, ref Xorshift random);

    /// <summary>Each player's return in [0,1] by a quick rule of the domain, without playing on.</summary>
    void Estimate(in TState state, Span<double> returns);

    /// <summary>The most that the first player's return can be from here, in [0,1]: what can't beat the best line found is searched no more.</summary>
    double Optimistic(in TState state);

    /// <summary>The least and the most that the first player's return can be where play has ended or is cut off; asked only where <see cref="CutsPlay"/>.</summary>
    (double Low, double High) EndBounds(in TState state) => throw new NotSupportedException("Play is never cut off.");

    /// <summary>Prior probabilities of the actions; they add up to 1.</summary>
    void Weigh(in TState state, Span<float> priors);

    /// <summary>What all that follows depends on, in 64 bits, not 0; see <see cref="HasKeys"/>.</summary>
    ulong Key(in TState state);

    /// <summary>The action or outcome in words.</summary>
    string DescribeAction(in TState state, int action);

    /// <summary>The state in words or as a picture.</summary>
    string Describe(in TState state);
}
