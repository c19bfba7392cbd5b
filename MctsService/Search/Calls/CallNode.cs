namespace MctsAspire.MctsService.Search.Calls;

/// <summary>What is kept of a node beside its numbers in the store.</summary>
internal struct CallNode<TState, TAction, TOutcome>
{
    /// <summary>What led here from the parent.</summary>
    public CallChoice<TAction> Choice;

    /// <summary>Its number among the parent's choices as the domain gave them.</summary>
    public int Index;

    /// <summary>Where it led; <see langword="null"/> until the domain was asked.</summary>
    public Position<TState>? Position;

    /// <summary>Whether the node's choices are known.</summary>
    public bool IsExpanded;

    /// <summary>Whether every line from here was tried to an end whose value is exact.</summary>
    public bool IsClosed;

    /// <summary>Choices, tried or not.</summary>
    public int Children;

    /// <summary>Choices that may be selected: all but what widening hides.</summary>
    public int Opened;

    /// <summary>Children that are closed.</summary>
    public int ClosedChildren;

    /// <summary>Paths of the present batch that go through here.</summary>
    public int InFlight;

    /// <summary>The evaluation with the highest return of the first player, and that return.</summary>
    public TOutcome? Outcome;

    /// <inheritdoc cref="Outcome"/>
    public double OutcomeValue;
}
