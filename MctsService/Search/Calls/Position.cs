namespace MctsAspire.MctsService.Search.Calls;

/// <summary>Where a move has led.</summary>
/// <param name="State">The state.</param>
/// <param name="Mover">Who moves there: a player from 0, or <see cref="Core.Movers.Chance"/>; without meaning at an end.</param>
/// <param name="IsEnd">Whether play has ended.</param>
/// <param name="Returns">Each player's return in [0,1], where it is known without an evaluation: exact, and the same always.</param>
internal sealed record Position<TState>(TState State, int Mover = 0, bool IsEnd = false, double[]? Returns = null);
