using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Processes;

/// <summary>
/// Finds free ports for endpoints. On Linux each port stays bound, without listening, for as long as the application runs: the process
/// that it is for can still listen there (both sides set SO_REUSEADDR), but no other program is given it, not even while that process is down.
/// </summary>
internal sealed class PortReservations : IDisposable
{
    private const int MostAttempts = 100;
    private readonly List<Socket> _held = [];
    private readonly HashSet<int> _taken = [];

    /// <summary>Takes a free port.</summary>
    public int Take()
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (TryTake(0) is { } port)
                return port;
        }

        throw new DistributedApplicationException("The system has no free port left; end some programs and start again.");
    }

    /// <summary>Takes a certain port.</summary>
    /// <returns>Whether it was free.</returns>
    public bool TryTakeExactly(int port) => !_taken.Contains(port) && TryTake(port) is not null;

    public void Dispose()
    {
        _held.ForEach(socket => socket.Dispose());
        _held.Clear();
    }

    private int? TryTake(int port)
    {
        var four = Bind(IPAddress.Loopback, port);
        if (four is null)
            return null;

        var taken = ((IPEndPoint)four.LocalEndPoint!).Port;
        var six = Socket.OSSupportsIPv6 ? Bind(IPAddress.IPv6Loopback, taken) : null;
        if (six is null && Socket.OSSupportsIPv6 && HasIPv6Loopback())
        {
            four.Dispose();
            return null;
        }

        if (OperatingSystem.IsLinux())
        {
            _held.AddRange(six is null ? [four] : [four, six]);
        }
        else
        {
            four.Dispose();
            six?.Dispose();
        }

        _taken.Add(taken);
        return taken;
    }

    private static bool HasIPv6Loopback()
    {
        using var probe = Bind(IPAddress.IPv6Loopback, 0);
        return probe is not null;
    }

    private static Socket? Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = false;
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
