using System.Globalization;

namespace MctsAspire.MctsService.Domains;

/// <summary>A fraction in lowest terms, not negative.</summary>
internal readonly record struct Fraction(int Over, int Under) : IComparable<Fraction>
{
    public static Fraction operator +(Fraction a, Fraction b) => Reduce((a.Over * b.Under) + (b.Over * a.Under), a.Under * b.Under);

    public static Fraction operator *(Fraction a, Fraction b) => Reduce(a.Over * b.Over, a.Under * b.Under);

    /// <summary>The quotient; b isn't 0.</summary>
    public static Fraction operator /(Fraction a, Fraction b) => Reduce(a.Over * b.Under, a.Under * b.Over);

    /// <summary>The larger less the smaller.</summary>
    public static Fraction Difference(Fraction a, Fraction b) => Reduce(Math.Abs((a.Over * b.Under) - (b.Over * a.Under)), a.Under * b.Under);

    public int CompareTo(Fraction other) => (Over * other.Under).CompareTo(other.Over * Under);

    public override string ToString() => Under == 1
        ? Over.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Over}/{Under}");

    private static Fraction Reduce(int over, int under)
    {
        var (divisor, rest) = (over, under);
        while (rest != 0)
            (divisor, rest) = (rest, divisor % rest);
        return new(over / divisor, under / divisor);
    }
}
