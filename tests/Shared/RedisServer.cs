using System.Net.Sockets;
using System.Text;
using Xunit;

namespace MctsAspire.Testing;

/// <summary>
/// A real Redis on a port of its own, in memory only; use it with <c>[RequiresFact("redis-server")]</c>. It is the program redis-server; with the full
/// feed and a container engine it is a container.
/// </summary>
public sealed partial class RedisServer : IAsyncLifetime
{
    /// <summary>What a requirement calls it.</summary>
    internal const string Name = "redis-server";

    private IRedisHost? _host;

    /// <summary>Whether this machine can run one.</summary>
    internal static bool IsAvailable => StarterOfThisMachine() is not null;

    /// <summary>The port on the loopback address.</summary>
    public int Port { get; private set; }

    /// <summary>Whether it was started and not stopped.</summary>
    public bool IsRunning => _host is not null;

    /// <summary>The connection string for StackExchange.Redis.</summary>
    public string ConnectionString => FormattableString.Invariant($"127.0.0.1:{Port}");

    /// <summary>Starts the server, on the same port as before if there was one, or does nothing where Redis is not installed.</summary>
    public async Task InitializeAsync()
    {
        if (StarterOfThisMachine() is not { } start)
            return;

        Port = Port == 0 ? FreePort.Next() : Port;
        _host = await start(Port);
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

    /// <summary>Lets it keep its connections and answer nothing, until <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => _host!.FreezeAsync();

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => _host!.ThawAsync();

    /// <summary>Kills the server, and with it all that it holds; <see cref="InitializeAsync"/> starts an empty one.</summary>
    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Prefers containers, where they are built in and there is an engine to run them.</summary>
    static partial void UseContainers(ref Func<int, Task<IRedisHost>>? start);

    private static Func<int, Task<IRedisHost>>? StarterOfThisMachine()
    {
        Func<int, Task<IRedisHost>>? start = Programs.Find(Name) is { } program ? port => RedisProcess.StartAsync(program, port) : null;
        UseContainers(ref start);
        return start;
    }
}
