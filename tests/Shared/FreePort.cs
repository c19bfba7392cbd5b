using System.Net;
using System.Net.Sockets;

namespace MctsAspire.Testing;

/// <summary>Ports for programs that can't be told to pick one themselves.</summary>
public static class FreePort
{
    /// <summary>A TCP port of the loopback address that the system says is free now.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
