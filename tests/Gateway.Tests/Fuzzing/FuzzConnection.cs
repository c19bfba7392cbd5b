using System.Net.Sockets;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>Sends cases over sockets and reads what comes back.</summary>
internal sealed class FuzzConnection(Uri address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(60);

    /// <summary>Sends a case over a connection of its own.</summary>
    /// <returns>The answers, each well formed.</returns>
    /// <exception cref="FormatException">What came back is not HTTP.</exception>
    /// <exception cref="TimeoutException">Neither an answer nor the end of the connection came.</exception>
    public async Task<List<HttpAnswer>> SendAsync(FuzzCase given)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var received = new MemoryStream();
        var wasReset = false;
        try
        {
            await socket.SendAsync(given.Bytes);
            if (given.Leaves)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It closed before all was sent, and may have answered.
        }

        var buffer = new byte[16 * 1024];
        var hasLeft = given.Leaves;
        while (true)
        {
            var read = ReadAsync(socket, buffer);
            if (!hasLeft && await Task.WhenAny(read, Task.Delay(given.IsWhole ? Patience : Moment)) != read)
            {
                if (given.IsWhole)
                    throw new TimeoutException("no answer came");
                // It waits for more, which does not come.
                socket.Shutdown(SocketShutdown.Send);
                hasLeft = true;
            }

            var count = await read.WaitAsync(Patience);
            if (count <= 0)
            {
                wasReset = count < 0;
                break;
            }

            received.Write(buffer, 0, count);
            if (given.IsWhole && Parse(received, given, out _).Count >= Math.Max(1, given.Requests))
                break;
        }

        var answers = Parse(received, given, out var rest);
        if (rest > 0 && !hasLeft && !wasReset)
            throw new FormatException("the last answer breaks off");
        return answers;
    }

    private static async Task<int> ReadAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer);
        }
        catch (SocketException)
        {
            return -1;
        }
    }

    private static List<HttpAnswer> Parse(MemoryStream received, FuzzCase given, out int rest)
    {
        var bytes = received.GetBuffer().AsSpan(0, (int)received.Length);
        var answers = new List<HttpAnswer>();
        while (!bytes.IsEmpty && HttpAnswer.Read(bytes, given.IsHead && answers.Count == 0, out var length) is { } answer)
        {
            // An interim answer is none.
            if (answer.Status >= 200)
                answers.Add(answer);
            bytes = bytes[length..];
        }

        rest = bytes.Length;
        return answers;
    }
}
