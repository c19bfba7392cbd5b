using System.Globalization;

namespace MctsAspire.MctsService.Running;

/// <summary>Writes numbers for people: short, and never a 0 for what isn't.</summary>
internal static class Figures
{
    private const double Small = 1e-3;

    /// <summary>The number with up to six decimals, or four digits where it is too small for that.</summary>
    public static string Of(double value) =>
        value.ToString(value == 0 || Math.Abs(value) >= Small ? "0.######" : "0.###e-0", CultureInfo.InvariantCulture);
}
