namespace MctsAspire.MctsService.Search.Core;

/// <summary>What returns of 0 and 1 stand for in a domain's units.</summary>
/// <param name="Lowest">The return 0.</param>
/// <param name="Highest">The return 1; not below <paramref name="Lowest"/>.</param>
internal readonly record struct ValueRange(double Lowest, double Highest)
{
    /// <summary>A return that is a probability or a score in [0,1] itself.</summary>
    public static ValueRange Unit => new(0, 1);

    /// <summary>Into the domain's units.</summary>
    public double ToUnits(double scaled) => Lowest + (scaled * (Highest - Lowest));

    /// <summary>Into [0,1].</summary>
    public double Scale(double value) => Highest > Lowest ? Math.Clamp((value - Lowest) / (Highest - Lowest), 0, 1) : 0.5;
}
