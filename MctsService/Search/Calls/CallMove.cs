namespace MctsAspire.MctsService.Search.Calls;

/// <summary>An action, or an outcome of chance, in a state.</summary>
internal readonly record struct CallMove<TState, TAction>(TState State, TAction Action);
