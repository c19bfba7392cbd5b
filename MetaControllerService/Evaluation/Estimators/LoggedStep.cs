namespace MctsAspire.MetaControllerService.Evaluation.Estimators;

/// <summary>One choice of a logged run.</summary>
/// <param name="Context">What the choice was made on, as numbers; the first is 1.</param>
/// <param name="Target">With which probability the policy that is evaluated would choose each action there; they sum to 1.</param>
/// <param name="Action">The action that was chosen.</param>
/// <param name="Propensity">The probability with which it was chosen, above 0.</param>
/// <param name="Reward">What it earned.</param>
internal sealed record LoggedStep(double[] Context, double[] Target, int Action, double Propensity, double Reward)
{
    /// <summary>How many times as likely the choice is under the policy that is evaluated.</summary>
    public double Ratio => Target[Action] / Propensity;
}
