using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>
/// What models cost: <c>Prices:&lt;provider&gt;:&lt;model&gt;:Input</c> and <c>:Output</c>, in US dollars for a million tokens. The model <c>*</c> stands for
/// all of a provider's that have no price of their own. A model that is not in the table has no price, which is not the price 0.
/// </summary>
internal sealed class PriceTable
{
    private const string Section = "Prices";
    private const string AnyModel = "*";
    private const decimal Highest = 1_000_000;

    private readonly Dictionary<string, Price> _prices = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the table.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="ConfigurationException">A price is missing its other half, or is no price.</exception>
    public PriceTable(IConfiguration configuration)
    {
        // The name of a model may hold colons, and so many sections.
        var models = configuration.GetSection(Section)
            .AsEnumerable(makePathsRelative: true)
            .Where(entry => entry.Value is not null)
            .Select(entry => entry.Key[..Math.Max(0, entry.Key.LastIndexOf(':'))])
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var model in models)
        {
            if (!model.Contains(':', StringComparison.Ordinal))
                throw new ConfigurationException($"{Section}:{model}", "must be given as Prices:<provider>:<model>:Input and Prices:<provider>:<model>:Output, in US dollars for a million tokens");
            _prices.Add(model, new Price(Read(configuration, $"{Section}:{model}:Input"), Read(configuration, $"{Section}:{model}:Output")));
        }
    }

    /// <summary>What a model costs; null: nobody has said.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="model">The model's name.</param>
    public Price? Of(string provider, string model) =>
        _prices.TryGetValue($"{provider}:{model}", out var price) || _prices.TryGetValue($"{provider}:{AnyModel}", out price) ? price : null;

    private static decimal Read(IConfiguration configuration, string key) =>
        decimal.TryParse(configuration[key], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd <= Highest
            ? usd
            : throw new ConfigurationException(key, string.Create(CultureInfo.InvariantCulture, $"must be a number of US dollars for a million tokens, from 0 to {Highest}, beside the other one of Input and Output"));
}
