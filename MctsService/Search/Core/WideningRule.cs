namespace MctsAspire.MctsService.Search.Core;

/// <summary>A node gets another child while children &lt; k·visits^alpha (Couëtoux and others, 2011).</summary>
/// <param name="K">k, above 0.</param>
/// <param name="Alpha">alpha, in [0,1].</param>
internal sealed record WideningRule(double K, double Alpha)
{
    /// <summary>Whether a node with that many children and visits, the present one counted, gets another child.</summary>
    public bool Allows(int children, int visits) => children == 0 || children < K * ExactMath.Pow(visits, Alpha);
}
