using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Contracts;

/// <summary>How sure a result is and why, as REST says it.</summary>
internal static class ReasonContracts
{
    public static SearchCertificate ToRest(this Certificate certificate) => new()
    {
        Kind = certificate.Kind,
        Epsilon = certificate.Epsilon,
        Delta = certificate.Delta,
        Decided = certificate.Decided,
        Action = certificate.Action.Length > 0 ? certificate.Action : null,
        Rollouts = certificate.Rollouts,
        Actions = [.. certificate.Actions.Select(action => new Protos.Rest.ActionInterval(action.Action, action.Rollouts, action.Mean, action.Low, action.High))],
        Value = certificate.HasValue ? certificate.Value : null,
        Statement = certificate.Statement,
    };

    public static SearchExplanation ToRest(this Explanation explanation) => new(
        explanation.Text,
        explanation.Start,
        [.. explanation.Flips.Select(flip => new SearchFlip(flip.Kind, flip.State, flip.Action, flip.Outcome, flip.From, flip.To, flip.Decision, flip.Probability, flip.Reward))]);
}
