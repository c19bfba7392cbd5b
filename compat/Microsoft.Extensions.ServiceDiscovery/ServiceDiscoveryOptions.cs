namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>How names of services are resolved.</summary>
public sealed class ServiceDiscoveryOptions
{
    /// <summary>Whether any scheme of an address is used; false: those in <see cref="AllowedSchemes"/>. Default: true.</summary>
    public bool AllowAllSchemes { get; set; } = true;

    /// <summary>The schemes of addresses that are used when not all are.</summary>
    public IList<string> AllowedSchemes { get; set; } = [];
}
