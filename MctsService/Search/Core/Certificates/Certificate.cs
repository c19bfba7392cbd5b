namespace MctsAspire.MctsService.Search.Core.Certificates;

/// <summary>
/// How sure a result is. A bounded certificate is a statement about acting by the found policy: play the action, then what the frozen tree
/// says, then the rollout policy, all players alike. With probability 1 - delta all its intervals hold at once.
/// </summary>
/// <param name="Kind">What it rests on.</param>
/// <param name="Epsilon">No action in the race is better than the chosen one by more than this, if <paramref name="Decided"/>; a return in [0,1].</param>
/// <param name="Delta">The probability that the statement is wrong; 0 when proven.</param>
/// <param name="Decided">Whether the best action was separated before the rollouts ended.</param>
/// <param name="Best">The best action's index; -1 when there is none.</param>
/// <param name="Rollouts">Rollouts made, which are no iterations of the search.</param>
/// <param name="Actions">The actions in the race.</param>
internal sealed record Certificate(
    CertificateKind Kind,
    double Epsilon,
    double Delta,
    bool Decided,
    int Best,
    int Rollouts,
    IReadOnlyList<ActionInterval> Actions);
