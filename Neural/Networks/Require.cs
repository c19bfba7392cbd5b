using System.Globalization;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Networks;

/// <summary>Checks of a configuration's fields; what they throw names the field and the range.</summary>
internal static class Require
{
    public static void Range(string field, int value, int least, int most)
    {
        if (value < least || value > most) throw new ModelFormatException($"{field} is {value}; it must be from {least} to {most}.");
    }

    /// <summary>A share that must leave something over: 0 ≤ value &lt; 1.</summary>
    public static void Share(string field, double value)
    {
        if (value is not (>= 0 and < 1)) throw new ModelFormatException($"{field} is {Show(value)}; it must be at least 0 and below 1.");
    }

    public static void Positive(string field, double value, double most)
    {
        if (!(value > 0 && value <= most)) throw new ModelFormatException($"{field} is {Show(value)}; it must be above 0 and at most {Show(most)}.");
    }

    public static void OneOf(string field, string? value, params ReadOnlySpan<string> allowed)
    {
        if (!allowed.Contains(value)) throw new ModelFormatException($"{field} is '{value}'; it must be {string.Join(" or ", allowed.ToArray())}.");
    }

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
