using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>
/// The last state of a run as the numbers that regressions read: a constant, the ten of the router's vector, the squares of the three measures of success, and the
/// logarithm of the question's length with its square, since questions differ in length by factors.
/// </summary>
internal static class StateNumbers
{
    /// <summary>How many numbers there are.</summary>
    public const int Dimensions = 1 + RunFeatures.Dimensions + Squares + 2;

    private const int Squares = 3;
    private const double LengthScale = 10;

    /// <summary>The numbers.</summary>
    public static double[] Of(IReadOnlyList<RunFeatures> states)
    {
        var vector = states[^1].Normalize();
        var numbers = new double[Dimensions];
        numbers[0] = 1;
        vector.CopyTo(numbers, 1);
        for (var i = 0; i < Squares; i++)
            numbers[1 + RunFeatures.Dimensions + i] = vector[i] * vector[i];

        var length = Math.Log(1 + states[^1].QueryLength) / LengthScale;
        numbers[^2] = length;
        numbers[^1] = length * length;
        return numbers;
    }
}
