using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address that an endpoint was given.</summary>
public class AllocatedEndpoint
{
    /// <summary>States an address.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="address">The host name.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="targetPortExpression">Not used: without a proxy the resource listens on <paramref name="port"/>.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
    {
        Endpoint = endpoint;
        Address = address;
        Port = port;
        TargetPortExpression = targetPortExpression;
    }

    /// <summary>The endpoint.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>The host name.</summary>
    public string Address { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Not used by this stand-in.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>The scheme.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary>Host and port.</summary>
    public string EndPointString => string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}");

    /// <summary>The address as a URI.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <inheritdoc/>
    public override string ToString() => UriString;
}
