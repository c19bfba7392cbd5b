namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Where addresses are configured.</summary>
public sealed class ConfigurationServiceEndpointProviderOptions
{
    /// <summary>The section that holds the services. Default: <c>Services</c>.</summary>
    public string SectionName { get; set; } = "Services";
}
