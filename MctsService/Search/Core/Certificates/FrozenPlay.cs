namespace MctsAspire.MctsService.Search.Core.Certificates;

/// <summary>Plays one of the root's actions, then by the frozen policy to the end.</summary>
/// <param name="action">The action's index.</param>
/// <param name="random">Where chance comes from.</param>
/// <returns>The return in [0,1] for the player who moves at the root.</returns>
internal delegate double FrozenPlay(int action, ref Xorshift random);
