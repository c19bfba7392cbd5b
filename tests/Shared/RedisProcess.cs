namespace MctsAspire.Testing;

/// <summary>A redis-server of this machine.</summary>
internal sealed class RedisProcess(ChildProcess process) : IRedisHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IRedisHost> StartAsync(string program, int port)
    {
        var process = ChildProcess.Start(
            program,
            ["--port", FormattableString.Invariant($"{port}"), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
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
