namespace MctsAspire.MctsService.Search.Calls;

/// <summary>An action that is open in a state, or an outcome of chance.</summary>
/// <param name="Action">The action.</param>
/// <param name="Label">The action in words, unique among those of its state.</param>
/// <param name="Weight">The prior of an action, at least 0: actions are tried in falling order of it. The probability of an outcome.</param>
internal readonly record struct CallChoice<TAction>(TAction Action, string Label, double Weight);
