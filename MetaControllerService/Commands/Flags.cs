using System.CommandLine;
using System.Globalization;
using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>
/// Options whose values are checked; what is wrong names the option and the range. An option with underscores goes by hyphens as well:
/// <c>--batch_size</c> and <c>--batch-size</c>.
/// </summary>
internal static class Flags
{
    /// <summary>A whole number.</summary>
    public static Option<int> Whole(string name, int least, int most, int standard, string description) => new(name, Aliases(name))
    {
        Description = $"{description} ({least} to {most})",
        HelpName = "n",
        DefaultValueFactory = _ => standard,
        CustomParser = argument => CheckedOptions.Read(
            argument, name, $"a whole number from {least} to {most}", standard,
            (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most),
    };

    /// <summary>The seed of a run; null when it isn't given.</summary>
    public static Option<long?> Seed(string description) => new("--seed")
    {
        Description = $"{description} (0 to {MostSeed}) [default: SEED, else 42]",
        HelpName = "n",
        CustomParser = argument => CheckedOptions.Read<long?>(argument, "--seed", $"a whole number from 0 to {MostSeed}", null, TryReadSeed),
    };

    /// <summary>A number with a fraction.</summary>
    public static Option<double> Real(string name, RealRange range, double standard, string description) => new(name, Aliases(name))
    {
        Description = $"{description} ({range})",
        HelpName = "x",
        DefaultValueFactory = _ => standard,
        CustomParser = argument => CheckedOptions.Read(
            argument, name, $"a number {range}", standard,
            (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && range.Holds(value)),
    };

    /// <summary>A number with a fraction; null when it isn't given.</summary>
    public static Option<double?> OptionalReal(string name, RealRange range, string description) => new(name, Aliases(name))
    {
        Description = $"{description} ({range})",
        HelpName = "x",
        CustomParser = argument => CheckedOptions.Read<double?>(argument, name, $"a number {range}", null, (string text, out double? value) =>
        {
            var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && range.Holds(number);
            value = number;
            return isNumber;
        }),
    };

    /// <summary>A path, or another text that may not be empty; null when it isn't given.</summary>
    public static Option<string?> Text(string name, string helpName, string description) => new(name, Aliases(name))
    {
        Description = description,
        HelpName = helpName,
        CustomParser = argument => CheckedOptions.Read<string?>(
            argument, name, "a text that is not empty", null,
            (string text, out string? value) => !string.IsNullOrWhiteSpace(value = text)),
    };

    /// <summary>A switch; off unless it is given.</summary>
    public static Option<bool> Switch(string name, string description) => new(name, Aliases(name)) { Description = description };

    private const long MostSeed = (1L << 53) - 1;

    private static bool TryReadSeed(string text, out long? value)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostSeed;
        value = number;
        return isNumber;
    }

    private static string[] Aliases(string name) => name.Contains('_', StringComparison.Ordinal) ? ["--" + name[2..].Replace('_', '-')] : [];
}
