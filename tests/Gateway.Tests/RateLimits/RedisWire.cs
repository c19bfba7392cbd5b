using System.Net;
using System.Net.Sockets;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>The way of one instance of the Gateway to Redis, which can be disturbed without the others or Redis noticing.</summary>
internal sealed class RedisWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _redisPort;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<(Socket Here, Socket There)> _connections = [];
    private readonly List<Task> _running = [];
    private TaskCompletionSource _questions = Opened();
    private TaskCompletionSource _answers = Opened();
    private bool _isCut;

    public RedisWire(int redisPort)
    {
        _redisPort = redisPort;
        _listener.Start();
        _running.Add(AcceptAsync());
    }

    public string ConnectionString => FormattableString.Invariant($"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Breaks all connections and every new one, until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        Reset();
    }

    /// <summary>Accepts connections and carries nothing, until <see cref="Mend"/>, which lets what was held go on its way.</summary>
    public void Stall() => (_questions, _answers) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Carries questions and keeps the answers, until <see cref="Mend"/>.</summary>
    public void HoldAnswers() => _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Breaks the connections that there are, and carries new ones.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            foreach (var (here, there) in _connections)
                Break(here, there);
            _connections.Clear();
        }
    }

    /// <summary>Ends a stall for new connections; those that have something to carry since never carry anything again.</summary>
    public void Strand() => (_questions, _answers) = (Opened(), Opened());

    public void Mend()
    {
        _isCut = false;
        _questions.TrySetResult();
        _answers.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        Reset();
        Task[] running;
        lock (_lock)
            running = [.. _running];
        await Task.WhenAll(running);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var here = await _listener.AcceptSocketAsync(_end.Token);
                var there = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                if (_isCut)
                {
                    Break(here, there);
                    continue;
                }

                lock (_lock)
                {
                    _connections.Add((here, there));
                    _running.Add(CarryAsync(here, there));
                }
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The end, or a connection that was given up before it was accepted.
            }
        }
    }

    private async Task CarryAsync(Socket here, Socket there)
    {
        try
        {
            await there.ConnectAsync(IPAddress.Loopback, _redisPort, _end.Token);
            await Task.WhenAny(CopyAsync(here, there, () => _questions), CopyAsync(there, here, () => _answers));
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Redis is not there, as it seems from here.
        }

        Break(here, there);
    }

    private async Task CopyAsync(Socket from, Socket to, Func<TaskCompletionSource> gate)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var read)
            {
                await gate().Task.WaitAsync(_end.Token);
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _end.Token);
            }
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Broken.
        }
    }

    private static void Break(Socket here, Socket there)
    {
        foreach (var socket in (Socket[])[here, there])
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }

            socket.Dispose();
        }
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
