using MctsAspire.LlmGateway.Budget;
using MctsAspire.Storage;
using MctsAspire.Storage.Language;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>
/// Answers in memory and behind it in the store. The cache only saves: when its store can't be used, answers are asked for again, and the log
/// says so.
/// </summary>
/// <typeparam name="T">An answer.</typeparam>
/// <param name="memory">The answers in memory.</param>
/// <param name="stores">The stores.</param>
/// <param name="form">How an answer is written, read (null: it can't be) and measured.</param>
/// <param name="telemetry">The measurements.</param>
/// <param name="logger">The log.</param>
internal sealed partial class AnswerCache<T>(
    RecentAnswers<T> memory,
    ILanguageStores stores,
    (Func<T, byte[]> Write, Func<byte[], T?> Read, Func<T, long> Size) form,
    PaymentTelemetry telemetry,
    ILogger logger)
    where T : class
{
    /// <summary>The answer in memory; null: there is none.</summary>
    public T? FindInMemory(string key)
    {
        var found = memory.Find(key);
        if (found is not null)
            telemetry.LookedUp("memory");
        return found;
    }

    /// <summary>The answer in the store; null: there is none.</summary>
    public async Task<T?> FindInStoreAsync(string key, CancellationToken cancellationToken)
    {
        T? found = null;
        try
        {
            if (await stores.Answers.FindAsync(key, cancellationToken) is { } kept && form.Read(kept.Answer) is { } answer)
                memory.Add(key, found = answer, form.Size(answer), kept.StoredAt);
        }
        catch (StorageException failure)
        {
            LogFailure(logger, failure);
        }

        telemetry.LookedUp(found is null ? "miss" : "store");
        return found;
    }

    /// <summary>Another call of the same is under way.</summary>
    public void Shared() => telemetry.LookedUp("shared");

    /// <summary>Keeps an answer.</summary>
    public async Task KeepAsync(string key, T answer)
    {
        memory.Add(key, answer, form.Size(answer));
        try
        {
            await stores.Answers.StoreAsync(key, form.Write(answer), CancellationToken.None);
        }
        catch (StorageException failure)
        {
            LogFailure(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store of the cache can't be used; answers are asked for again")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
