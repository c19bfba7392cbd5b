using MctsAspire.Storage.Answers;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Redis;
using StackExchange.Redis;

namespace MctsAspire.Storage.Language;

/// <summary>The language stores in Redis, shared by all processes that use the same server. What is old ends by itself.</summary>
public sealed class RedisLanguageStores : ILanguageStores
{
    private readonly RedisCommands _redis;

    /// <summary>Stores of a server.</summary>
    /// <param name="connection">Gives the connection, which its giver disposes of.</param>
    /// <param name="retention">What is kept, and for how long.</param>
    /// <param name="time">Says what is old.</param>
    public RedisLanguageStores(Func<IConnectionMultiplexer> connection, LanguageRetention retention, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(retention);
        _redis = new RedisCommands(connection);
        Journal = new RedisJournal(_redis, retention.JournalAge);
        Answers = new RedisAnswerCache(_redis, retention.Answers, time);
        Budgets = new RedisBudgetStore(_redis, retention.JournalAge);
    }

    /// <inheritdoc/>
    public IJournal Journal { get; }

    /// <inheritdoc/>
    public IAnswerCache Answers { get; }

    /// <inheritdoc/>
    public IBudgetStore Budgets { get; }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => _redis.RunAsync(database => database.PingAsync(), cancellationToken);

    /// <inheritdoc/>
    public Task PruneAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
