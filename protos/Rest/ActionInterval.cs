namespace MctsAspire.Protos.Rest;

/// <summary>The value of playing an action and then by the frozen policy, in the domain's units.</summary>
/// <param name="Action">The action in words.</param>
/// <param name="Rollouts">Rollouts that it rests on.</param>
/// <param name="Mean">Their mean return.</param>
/// <param name="Low">The value is at least this, at the certificate's level.</param>
/// <param name="High">The value is at most this.</param>
public sealed record ActionInterval(string Action, int Rollouts, double Mean, double Low, double High);
