using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Caching;
using MctsAspire.LlmGateway.Journal;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.Storage.Answers;
using MctsAspire.Storage.Language;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MctsAspire.LlmGateway.Stores;

/// <summary>Registers the journal, the cache and the budgets, and what they are kept in.</summary>
internal static class StoreExtensions
{
    private const string RedisConnection = "redis";
    private const string Folder = "llm-gateway";
    private const long Megabyte = 1024 * 1024;

    /// <summary>Registers them. They are kept in Redis when <c>ConnectionStrings__redis</c> is set, else in a SQLite file.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="chain">Who is asked; without a language model nothing is paid for, and nothing is kept.</param>
    public static void AddLanguageStores(this IHostApplicationBuilder builder, LanguageChain chain)
    {
        var services = builder.Services;
        services.AddOptions<LanguageStoreOptions>()
            .BindConfiguration(LanguageStoreOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(BudgetOptions.From(builder.Configuration));
        services.AddSingleton(new PriceTable(builder.Configuration));
        services.AddSingleton<PaymentTelemetry>();
        services.AddSingleton<BudgetScopes>();
        services.AddSingleton<BudgetLedger>();
        services.AddSingleton<BudgetReport>();
        services.AddSingleton<Payments>();
        services.AddSingleton<JournalledCalls>();
        AddStores(builder, chain.Completes);
        services.AddSingleton(provider => Cache(provider, (CachedAnswer answer) => answer.ToBytes(), CachedAnswer.Parse, answer => answer.Bytes));
        services.AddSingleton(provider => Cache(provider, (CachedVectors vectors) => vectors.ToBytes(), CachedVectors.Parse, vectors => vectors.Bytes));
    }

    /// <summary>A provider whose calls are paid for.</summary>
    public static LanguageProvider Paid(this LanguageProvider provider, ProviderSettings settings, Payments payments) => provider with
    {
        Chat = new BudgetChatClient(provider.Chat, settings.Name, settings.Model, payments),
        Embeddings = provider.Embeddings is null ? null : new BudgetEmbeddingGenerator(provider.Embeddings, settings.Name, settings.EmbeddingModel!, payments),
    };

    /// <summary>A pipeline whose answers are cached.</summary>
    public static LanguagePipeline Cached(this LanguagePipeline pipeline, LanguageChain chain, IServiceProvider services)
    {
        if (!chain.Completes)
            return pipeline;
        var time = services.GetRequiredService<TimeProvider>();

        // Another server may answer otherwise, whatever its models are called.
        var providers = string.Join(" > ", chain.Providers.Select(provider => $"{provider.Name} {provider.Address} {provider.Model} {provider.EmbeddingModel}"));
        return new LanguagePipeline(
            new CachingChatClient(pipeline.Chat, providers, services.GetRequiredService<AnswerCache<CachedAnswer>>(), time),
            new CachingEmbeddingGenerator(pipeline.Embeddings, providers, services.GetRequiredService<AnswerCache<CachedVectors>>(), time));
    }

    private static void AddStores(IHostApplicationBuilder builder, bool areUsed)
    {
        var services = builder.Services;
        var shared = areUsed && !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(RedisConnection));
        if (shared)
            builder.AddRedisClient(RedisConnection);
        services.AddSingleton<ILanguageStores>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<LanguageStoreOptions>>().Value;
            var time = provider.GetRequiredService<TimeProvider>();
            var retention = new LanguageRetention(
                TimeSpan.FromDays(options.JournalRetentionDays),
                options.MaxJournalEntries,
                new AnswerCacheLimits(options.CacheStoreMegabytes * Megabyte, TimeSpan.FromHours(options.CacheHours)));
            return shared
                ? new RedisLanguageStores(provider.GetRequiredService<IConnectionMultiplexer>, retention, time)
                : new SqliteLanguageStores(Path.Combine(provider.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory, Folder), retention, time);
        });
        if (!areUsed)
            return;
        services.AddHostedService(provider => provider.GetRequiredService<BudgetLedger>());
        services.AddHostedService<StorePruner>();
        services.AddHealthChecks().AddCheck<StoreCheck>("language_stores");
        foreach (var role in new[] { "llm_journal", "llm_cache", "budget" })
            services.AddBackend(role, shared ? "redis" : "sqlite");
    }

    private static AnswerCache<T> Cache<T>(IServiceProvider services, Func<T, byte[]> write, Func<byte[], T?> read, Func<T, long> size)
        where T : class
    {
        var options = services.GetRequiredService<IOptions<LanguageStoreOptions>>().Value;
        var memory = new RecentAnswers<T>(
            options.CacheMemoryEntries, options.CacheMemoryMegabytes * Megabyte, TimeSpan.FromHours(options.CacheHours), services.GetRequiredService<TimeProvider>());
        return new AnswerCache<T>(
            memory, services.GetRequiredService<ILanguageStores>(), (write, read, size), services.GetRequiredService<PaymentTelemetry>(), services.GetRequiredService<ILogger<AnswerCache<T>>>());
    }
}
