namespace MctsAspire.MctsService.Search;

/// <summary>
/// Progressive widening (Couëtoux and others, "Continuous upper confidence trees", 2011): a node gets another child only while
/// it has fewer than k·visits^alpha.
/// </summary>
/// <param name="Factor">k, above 0.</param>
/// <param name="Exponent">alpha, in [0,1].</param>
internal readonly record struct Widening(double Factor, double Exponent)
{
    /// <summary>No restriction: every action of a node is tried before one is repeated.</summary>
    public static Widening None { get; } = new(double.PositiveInfinity, 0);

    /// <summary>Whether a node with so many children and visits may get another child.</summary>
    public bool Allows(int children, int visits) => children < Factor * Math.Pow(visits, Exponent);
}
