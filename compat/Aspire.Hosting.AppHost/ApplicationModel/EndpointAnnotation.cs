using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly List<AllocatedEndpoint> _allocated = [];

    /// <summary>Describes an endpoint.</summary>
    /// <param name="protocol">The transport protocol.</param>
    /// <param name="uriScheme">The scheme of its address; <c>tcp</c> when absent.</param>
    /// <param name="transport">The application protocol; the scheme's when absent.</param>
    /// <param name="name">Its name; the scheme when absent.</param>
    /// <param name="port">The port that others use; a free one when absent.</param>
    /// <param name="targetPort">The port that the resource listens on. Without a proxy both are the same port.</param>
    /// <param name="isExternal">Whether it is meant to be reached from outside.</param>
    /// <param name="isProxied">Whether a proxy may stand before it. This stand-in has none.</param>
    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null,
        bool isProxied = true)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? "tcp";
        Transport = transport ?? (UriScheme is "http" or "https" ? "http" : "tcp");
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied;
    }

    /// <summary>The endpoint's name, unique in the resource.</summary>
    public string Name { get; set; }

    /// <summary>The transport protocol.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The port that others use; null: a free one.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the resource listens on; null: the same.</summary>
    public int? TargetPort { get; set; }

    /// <summary>The host name that the resource listens on.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>The scheme of its address.</summary>
    public string UriScheme { get; set; }

    /// <summary>The application protocol: <c>http</c>, <c>http2</c> or <c>tcp</c>.</summary>
    public string Transport { get; set; }

    /// <summary>Whether it is meant to be reached from outside.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy may stand before it. This stand-in has none.</summary>
    public bool IsProxied { get; set; }

    /// <summary>Where it listens; null before the application starts.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocated.FirstOrDefault();
        set
        {
            _allocated.Clear();
            if (value is not null)
                _allocated.Add(value);
        }
    }

    /// <summary>The environment variable that the resource reads the port from; such an endpoint is not in ASPNETCORE_URLS.</summary>
    internal string? TargetPortEnvironmentVariable { get; set; }

    /// <summary>Where each replica listens.</summary>
    internal List<AllocatedEndpoint> AllocatedByReplica => _allocated;
}
