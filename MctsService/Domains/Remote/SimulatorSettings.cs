using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>The simulators that requests may search; in section <c>Search</c> of the configuration. No other address is ever called.</summary>
internal sealed class SimulatorSettings : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Search";

    /// <summary>The address of each simulator, as <c>http://host:port</c>, by its name.</summary>
    public IDictionary<string, string> Simulators { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long a simulator may take for one call, which holds a batch of states.</summary>
    [Range(1, 600)]
    public int SimulatorTimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, address) in Simulators)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                yield return new($"Search:Simulators:{name} must be an address as http://host:port.", [nameof(Simulators)]);
        }
    }
}
