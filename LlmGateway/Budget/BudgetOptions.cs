using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>What may be spent on language models, as the section <c>Budget</c> says. Nothing is limited unless it says so.</summary>
internal sealed class BudgetOptions
{
    private const string Section = "Budget";

    // Scripts and JSON hold integers of 53 bits exactly.
    private const long Largest = 1_000_000_000_000;
    private const decimal LargestUsd = 1_000_000;

    /// <summary>What each client may spend on each day, by UTC.</summary>
    public BudgetLimitOptions ClientPerDay { get; init; } = new();

    /// <summary>What each conversation may spend.</summary>
    public BudgetLimitOptions Thread { get; init; } = new();

    /// <summary>What each run may spend.</summary>
    public BudgetLimitOptions Run { get; init; } = new();

    /// <summary>Reads the limits.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="ConfigurationException">A limit is no number, or is none of those that there are: one whose name is misspelt would be no limit.</exception>
    public static BudgetOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        string[] scopes = [nameof(ClientPerDay), nameof(Thread), nameof(Run)];
        string[] names = [nameof(BudgetLimitOptions.Tokens), nameof(BudgetLimitOptions.Usd), nameof(BudgetLimitOptions.Calls), nameof(BudgetLimitOptions.Milliseconds)];
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            var parts = key.Split(':');
            if (value is not null && !(parts is [var scope, var name] && scopes.Contains(scope, StringComparer.OrdinalIgnoreCase) && names.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                throw new ConfigurationException(
                    $"{Section}__{string.Join("__", parts)}",
                    $"is no limit that there is; limits are {Section}__<{string.Join('|', scopes)}>__<{string.Join('|', names)}>");
            }
        }

        return new BudgetOptions
        {
            ClientPerDay = Read(section, nameof(ClientPerDay)),
            Thread = Read(section, nameof(Thread)),
            Run = Read(section, nameof(Run)),
        };
    }

    private static BudgetLimitOptions Read(IConfiguration section, string scope) => new()
    {
        Tokens = (long?)Number(section, scope, nameof(BudgetLimitOptions.Tokens), NumberStyles.None, Largest),
        Usd = Number(section, scope, nameof(BudgetLimitOptions.Usd), NumberStyles.AllowDecimalPoint, LargestUsd),
        Calls = (long?)Number(section, scope, nameof(BudgetLimitOptions.Calls), NumberStyles.None, Largest),
        Milliseconds = (long?)Number(section, scope, nameof(BudgetLimitOptions.Milliseconds), NumberStyles.None, Largest),
    };

    private static decimal? Number(IConfiguration section, string scope, string name, NumberStyles styles, decimal largest)
    {
        if (section[$"{scope}:{name}"] is not { } text || string.IsNullOrWhiteSpace(text))
            return null;
        return decimal.TryParse(text.Trim(), styles, CultureInfo.InvariantCulture, out var value) && value <= largest
            ? value
            : throw new ConfigurationException(
                $"{Section}__{scope}__{name}",
                string.Create(CultureInfo.InvariantCulture, $"must be {(styles == NumberStyles.None ? "an integer" : "a number")} from 0 to {largest}"));
    }
}
