using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Requests;

/// <summary>Checks the numbers of a request; what they throw names the field and its range.</summary>
internal static class RequestNumbers
{
    /// <exception cref="ValidationException">The value is not from 0 to 1.</exception>
    public static double Fraction(double value, string field) => value is >= 0 and <= 1
        ? value
        : throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to 1, and is {value}"));

    /// <exception cref="ValidationException">The value is out of the range.</exception>
    public static int Integer(int value, int minimum, int maximum, string field) => value >= minimum && value <= maximum
        ? value
        : throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be {(maximum == int.MaxValue ? $"{minimum} or more" : $"from {minimum} to {maximum}")}, and is {value}"));
}
