using StackExchange.Redis;

namespace MctsAspire.Storage.Redis;

/// <summary>Runs commands of a Redis server and turns its failures into <see cref="StorageException"/>.</summary>
/// <param name="connection">Gives the connection; it may have to be opened first.</param>
internal sealed class RedisCommands(Func<IConnectionMultiplexer> connection)
{
    /// <summary>The beginning of all keys. The braces put them all on one node of a cluster, where a script may use several.</summary>
    public const string Prefix = "{mcts-aspire}:language:";

    /// <summary>Runs commands.</summary>
    /// <exception cref="StorageException">The server can't be reached or refuses.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> commands, CancellationToken cancellationToken)
    {
        try
        {
            return await commands(connection().GetDatabase()).WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw new StorageException(
                StorageProblem.Unavailable,
                "The language store in Redis can't be used. Check that the server of ConnectionStrings__redis runs and has memory left, and ask again.",
                "redis",
                failure);
        }
    }
}
