using System.Net.Sockets;
using System.Text;
using Xunit;

namespace MctsAspire.Testing;

/// <summary>A real redis-server on a port of its own, in memory only; use it with <c>[RequiresFact("redis-server")]</c>.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private ChildProcess? _process;

    /// <summary>The port on the loopback address.</summary>
    public int Port { get; private set; }

    /// <summary>The process, for signals; null before the start.</summary>
    public ChildProcess? Process => _process;

    /// <summary>The connection string for StackExchange.Redis.</summary>
    public string ConnectionString => FormattableString.Invariant($"127.0.0.1:{Port}");

    /// <summary>Starts the server, or does nothing where redis-server is not installed.</summary>
    public async Task InitializeAsync()
    {
        if (Programs.Find("redis-server") is not { } program)
            return;

        Port = Port == 0 ? FreePort.Next() : Port;
        _process = ChildProcess.Start(program, ["--port", FormattableString.Invariant($"{Port}"), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], folder: Path.GetTempPath());
        await _process.WaitForLineAsync(line => line.Contains("Ready to accept connections", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    /// <summary>Sends one inline command, as <c>FLUSHALL</c>, and gives the first line of the answer.</summary>
    public async Task<string> CommandAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync() ?? "";
    }

    /// <summary>Stops the server.</summary>
    public async Task DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }
}
