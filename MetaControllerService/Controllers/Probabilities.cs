using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Controllers;

/// <summary>A model's probabilities of the agents; they sum to 1.</summary>
/// <param name="Hrm">P(hrm).</param>
/// <param name="Trm">P(trm).</param>
/// <param name="Mcts">P(mcts); 0 when it may not be chosen.</param>
internal readonly record struct Probabilities(double Hrm, double Trm, double Mcts)
{
    /// <summary>Softmax of a network's three logits, over hrm and trm alone when mcts may not be chosen; null when a logit that counts is no finite number.</summary>
    public static Probabilities? FromLogits(ReadOnlySpan<float> logits, bool useMcts)
    {
        double hrm = logits[0];
        double trm = logits[1];
        var mcts = useMcts ? logits[2] : double.NegativeInfinity;
        if (!double.IsFinite(hrm) || !double.IsFinite(trm) || (useMcts && !double.IsFinite(mcts)))
            return null;

        // The largest taken out, so that nothing overflows.
        var largest = Math.Max(hrm, Math.Max(trm, mcts));
        var (h, t, m) = (Math.Exp(hrm - largest), Math.Exp(trm - largest), Math.Exp(mcts - largest));
        var sum = h + t + m;
        return new(h / sum, t / sum, m / sum);
    }

    /// <summary>The most probable agent; of equals, the first in their order.</summary>
    public Agent Best => Hrm >= Trm && Hrm >= Mcts ? Agent.Hrm : Trm >= Mcts ? Agent.Trm : Agent.Mcts;

    /// <summary>The probability of the most probable agent.</summary>
    public double Largest => Math.Max(Hrm, Math.Max(Trm, Mcts));
}
