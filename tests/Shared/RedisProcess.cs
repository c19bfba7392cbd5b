namespace MctsAspire.Testing;

/// <summary>A redis-server of this machine.</summary>
internal sealed class RedisProcess(ChildProcess process) : IRedisHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<IRedisHost> StartAsync(string program, int port)
    {
        var process = ChildProcess.Start(
            program,
            // A name of its own: at its start a server reads the file of the usual name that any other has left in the folder.
            ["--port", FormattableString.Invariant($"{port}"), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dbfilename", $"mcts-test-{Guid.NewGuid():N}.rdb"],
            folder: Path.GetTempPath());
        await process.WaitForLineAsync(line => line.Contains("Ready to accept connections", StringComparison.Ordinal), Patience);
        return new RedisProcess(process);
    }

    public Task FreezeAsync()
    {
        process.Signal("STOP");
        return Task.CompletedTask;
    }

    public Task ThawAsync()
    {
        process.Signal("CONT");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
