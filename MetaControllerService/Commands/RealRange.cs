using System.Globalization;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>The finite numbers between two bounds.</summary>
/// <param name="Least">The lower bound.</param>
/// <param name="Most">The upper bound.</param>
/// <param name="WithLeast">Whether the lower bound itself is allowed.</param>
/// <param name="WithMost">Whether the upper bound itself is allowed.</param>
internal readonly record struct RealRange(double Least, double Most, bool WithLeast = true, bool WithMost = true)
{
    /// <summary>A share that must leave something over: at least 0 and below 1.</summary>
    public static RealRange Share => new(0, 1, WithMost: false);

    /// <summary>Whether a number is in the range; NaN is in none.</summary>
    public bool Holds(double value) => (WithLeast ? value >= Least : value > Least) && (WithMost ? value <= Most : value < Most);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(WithLeast ? "at least" : "above")} {Least} and {(WithMost ? "at most" : "below")} {Most}");
}
