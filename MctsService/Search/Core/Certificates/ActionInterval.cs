namespace MctsAspire.MctsService.Search.Core.Certificates;

/// <summary>What was found about the value of playing an action and then by the frozen policy, as returns in [0,1].</summary>
/// <param name="Index">The action's index among the root's.</param>
/// <param name="Rollouts">Rollouts made.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Low">The value is at least this.</param>
/// <param name="High">The value is at most this.</param>
internal readonly record struct ActionInterval(int Index, int Rollouts, double Mean, double Low, double High);
