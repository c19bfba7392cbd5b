using System.Net;
using System.Net.Sockets;

namespace MctsAspire.Testing;

/// <summary>Ports for programs that can't be told to pick one themselves, and addresses where nobody answers.</summary>
public static class FreePort
{
    // Below what Linux (32768), Windows and macOS (49152) give to those who ask for any port or connect to somewhere: nobody else comes by one of these by chance
    // between the question and the use.
    private const int First = 20_000;
    private const int Count = 12_000;

    // Elsewhere in each process, so that two test runs on one machine seldom meet.
    private static int s_asked = Random.Shared.Next(Count);

    /// <summary>A TCP port of the loopback address where nobody listens; not one of the last 12,000 that this process got.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (Interlocked.Increment(ref s_asked) & int.MaxValue) % Count;
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException(FormattableString.Invariant($"None of the ports {First} to {First + Count - 1} is free."));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
