using System.Net;
using System.Net.Sockets;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Hosting;

/// <summary>
/// Bounds the connections at a time, of all clients and of one address. One too many gets an answer that says so, in the form of every error, instead of a connection that closes
/// without a word.
/// </summary>
internal sealed partial class ConnectionGate(ServerSettings settings, RefusalMetrics metrics, IEnumerable<IRefusalRecorder> recorders, TimeProvider time, ILogger<ConnectionGate> logger)
{
    // Telling costs a connection for a moment; when so many are being told, the rest is only closed.
    private const int MostBeingTold = 256;
    private const int PrefixOfOneNetwork = 8;
    private static readonly TimeSpan TimeToTell = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly IRefusalRecorder[] _recorders = [.. recorders];
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _open;
    private int _beingTold;

    /// <summary>Lets a connection in, or refuses it.</summary>
    /// <param name="next">Serves the connection.</param>
    /// <param name="answers">Whether the client speaks HTTP/1.1 and can be told.</param>
    public ConnectionDelegate Watch(ConnectionDelegate next, bool answers) => async connection =>
    {
        var address = AddressOf(connection);
        if (!TryEnter(address))
        {
            await RefuseAsync(connection, answers);
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    };

    /// <summary>Who opened the connection; a whole network of IPv6, of which one client has as many addresses as it likes; <see langword="null"/>: addresses are not counted.</summary>
    private IPAddress? AddressOf(ConnectionContext connection)
    {
        if (settings.MaxConnectionsPerAddress == 0 || (connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address)
            return null;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixOfOneNetwork).Clear();
        return new IPAddress(bytes);
    }

    private bool TryEnter(IPAddress? address)
    {
        if (Interlocked.Increment(ref _open) > settings.MaxConnections)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }

        if (address is null)
            return true;
        lock (_lock)
        {
            var open = _byAddress.GetValueOrDefault(address);
            if (open < settings.MaxConnectionsPerAddress)
            {
                _byAddress[address] = open + 1;
                return true;
            }
        }

        Interlocked.Decrement(ref _open);
        return false;
    }

    private void Leave(IPAddress? address)
    {
        Interlocked.Decrement(ref _open);
        if (address is null)
            return;
        lock (_lock)
        {
            if (_byAddress[address] == 1)
                _byAddress.Remove(address);
            else
                _byAddress[address]--;
        }
    }

    private async Task RefuseAsync(ConnectionContext connection, bool answers)
    {
        LogRefused();
        try
        {
            if (Interlocked.Increment(ref _beingTold) <= MostBeingTold && answers)
                await TellAsync(connection);
            else
                connection.Abort();
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ConnectionAbortedException or ConnectionResetException)
        {
            // The client left, or says nothing and is not waited for.
        }
        finally
        {
            Interlocked.Decrement(ref _beingTold);
        }
    }

    private async Task TellAsync(ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(TimeToTell, time);
        // A connection that is closed before its request is read is reset, and the answer may be lost with it.
        var input = connection.Transport.Input;
        var request = await input.ReadAsync(deadline.Token);
        var isRequest = !request.Buffer.IsEmpty;
        input.AdvanceTo(request.Buffer.End);
        // Who opens a connection and leaves has asked for nothing.
        if (!isRequest)
            return;
        var code = ErrorCode.ServiceUnavailable;
        var answer = RefusalAnswer.Create(code.HttpStatus, code, "There are too many connections; use fewer, or try again soon.", time.GetUtcNow(), RetryAfter);
        var refusal = new Refusal(Refusal.MethodName(null), code.HttpStatus, code, answer.Id, (connection.RemoteEndPoint as IPEndPoint)?.Address);
        metrics.Count(refusal);
        foreach (var recorder in _recorders)
            recorder.Record(refusal);
        await connection.Transport.Output.WriteAsync(answer.Bytes, deadline.Token);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection was refused: there are too many")]
    private partial void LogRefused();
}
