using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MctsAspire.Testing;

/// <summary>Ports for programs that can't be told to pick one themselves, and for servers that are stopped and must then be missed.</summary>
public static class FreePort
{
    private const int BlockSize = 500;
    private const int Blocks = 24;

    // Below what the system gives to those who ask for any port or connect to somewhere: nobody else comes by one of these by chance between the question and the use.
    private static readonly int s_first = Math.Min(32_000, FirstThatTheSystemGives()) - (Blocks * BlockSize);

    // Held until the process ends, so that test runs side by side draw from different blocks.
    private static readonly FileStream s_claim = Claim(out s_block);
    private static readonly int s_block;

    // Elsewhere in each process, so that one does not begin where the last one has left connections behind.
    private static int s_asked = Random.Shared.Next(BlockSize);

    /// <summary>A TCP port of the loopback address where nobody listens; not one of the last 500 that this process got, and none of another test run's.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < BlockSize; attempt++)
        {
            var port = s_first + (s_block * BlockSize) + ((Interlocked.Increment(ref s_asked) & int.MaxValue) % BlockSize);
            if (IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"None of the ports that {s_claim.Name} stands for is free.");
    }

    private static FileStream Claim(out int block)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "mcts-test-ports-" + Environment.UserName)).FullName;
        var wish = Random.Shared.Next(Blocks);
        for (var attempt = 0; attempt < Blocks; attempt++)
        {
            block = (wish + attempt) % Blocks;
            try
            {
                return new FileStream(Path.Combine(folder, block.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another test run's.
            }
        }

        throw new InvalidOperationException(FormattableString.Invariant($"{Blocks} test runs on this machine hold all ports that are set aside for them; wait until one has ended."));
    }

    // 32768 on Linux, 49152 on Windows and macOS, unless the machine is set otherwise.
    private static int FirstThatTheSystemGives()
    {
        const string setting = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(setting) ? int.Parse(File.ReadAllText(setting).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) : 32_000;
        return first - (Blocks * BlockSize) > 1_024 ? first : 32_000;
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
