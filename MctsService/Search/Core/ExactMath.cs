namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// Logarithm, exponential and power from operations that IEEE 754 rounds exactly: the same bits on every machine, unlike the functions
/// of the platform's library. Accurate to about 1e-15.
/// </summary>
internal static class ExactMath
{
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>The natural logarithm of a positive, normal number: 2·artanh((m-1)/(m+1)) + e·ln 2 for x = m·2^e.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.UInt64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        var t = (mantissa - 1) / (mantissa + 1);
        var s = t * t;
        var series = 1.0 / 21;
        for (var k = 19; k >= 1; k -= 2)
            series = (series * s) + (1.0 / k);
        return (2 * t * series) + (exponent * Ln2);
    }

    /// <summary>e^x for x up to 700, and 0 below -700: the Taylor series around the nearest multiple of ln 2.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
            return 0;
        var exponent = Math.Round(x / Ln2);
        var r = x - (exponent * Ln2);
        var sum = 1.0;
        for (var k = 18; k >= 1; k--)
            sum = 1 + (sum * r / k);
        return sum * BitConverter.UInt64BitsToDouble((ulong)(1023 + (long)exponent) << 52);
    }

    /// <summary>x^y for positive x.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));
}
