namespace MctsAspire.MctsService.Search;

/// <summary>An action that is open in a state.</summary>
/// <param name="Action">The action.</param>
/// <param name="Label">The action in words, unique among those of its state.</param>
/// <param name="Prior">How promising it looks, at least 0; actions are tried in falling order of it.</param>
internal readonly record struct Choice<TAction>(TAction Action, string Label, double Prior);
