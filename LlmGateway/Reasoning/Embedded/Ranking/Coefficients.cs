using System.Globalization;
using MctsAspire.LlmGateway.Reasoning.Embedded.Lexicon;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>Reads the coefficients that the benchmark project fits; coefficients.txt says to what.</summary>
internal static class Coefficients
{
    /// <summary>One coefficient for each value of an enumeration, in its order.</summary>
    /// <param name="model">Name of the model: the first word of its lines.</param>
    /// <exception cref="InvalidOperationException">The list and the enumeration differ.</exception>
    public static double[] Read<TFeature>(string model)
        where TFeature : struct, Enum
    {
        var names = Enum.GetNames<TFeature>();
        var read = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in WordLists.Lines("coefficients.txt"))
        {
            if (line is [var of, var name, var value] && of == model)
                read.Add(name, double.Parse(value, CultureInfo.InvariantCulture));
        }

        if (read.Count != names.Length || names.Any(name => !read.ContainsKey(name)))
            throw new InvalidOperationException($"coefficients.txt must hold each coefficient of {model} once. Fit the model again.");
        return [.. names.Select(name => read[name])];
    }
}
