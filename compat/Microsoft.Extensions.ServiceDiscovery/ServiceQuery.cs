using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>The name in an address: <c>http://name</c>, <c>https+http://name</c> or <c>http://_endpoint.name</c>.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="EndpointName">The endpoint within it, or null.</param>
/// <param name="Schemes">The schemes asked for, the best first.</param>
internal sealed record ServiceQuery(string ServiceName, string? EndpointName, IReadOnlyList<string> Schemes)
{
    /// <summary>Reads the name in an address; false when there is a plain IP address.</summary>
    public static bool TryParse(Uri address, [NotNullWhen(true)] out ServiceQuery? query)
    {
        query = null;
        if (address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            return false;

        var host = address.Host;
        string? endpoint = null;
        if (host.StartsWith('_') && host.IndexOf('.', StringComparison.Ordinal) is var dot and > 1)
        {
            endpoint = host[1..dot];
            host = host[(dot + 1)..];
        }

        if (host.Length == 0)
            return false;
        query = new ServiceQuery(host, endpoint, address.Scheme.Split('+'));
        return true;
    }
}
