using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.LlmGateway.Providers;

/// <summary>Who is asked, one after the other, as the variables say.</summary>
/// <param name="Providers">Those that hold a language model, first to last.</param>
/// <param name="EndsEmbedded">Whether the embedded reasoner answers the primitives when nobody else does.</param>
internal sealed record LanguageChain(IReadOnlyList<ProviderSettings> Providers, bool EndsEmbedded)
{
    /// <summary>Whether anyone holds a language model.</summary>
    public bool Completes => Providers.Count > 0;

    /// <summary>The first one's name.</summary>
    public string Name => Completes ? Providers[0].Name : EmbeddedReasoner.ProviderName;

    /// <summary>The first one's model.</summary>
    public string Model => Completes ? Providers[0].Model : EmbeddedReasoner.ModelName;

    /// <summary>What /ready shows.</summary>
    public string Description
    {
        get
        {
            var names = Providers.Select(provider => $"{provider.Name} ({provider.Model})");
            return string.Join(", then ", EndsEmbedded ? names.Append(EmbeddedReasoner.ProviderName) : names);
        }
    }

    /// <summary>Reads the chain.</summary>
    /// <param name="settings">The variables.</param>
    /// <exception cref="ServiceDefaults.Errors.ConfigurationException">A key is missing.</exception>
    public static LanguageChain From(FrameworkSettings settings)
    {
        LlmProvider[] chain = [settings.LlmProvider, .. settings.LlmFallbacks];
        return new LanguageChain(
            [.. chain.Where(provider => provider != LlmProvider.Embedded).Select(provider => ProviderSettings.For(provider, settings))],
            chain.Contains(LlmProvider.Embedded));
    }
}
