using System.Diagnostics.Metrics;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Caching;
using MctsAspire.LlmGateway.Journal;
using MctsAspire.LlmGateway.Stores;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.Storage.Answers;
using MctsAspire.Storage.Language;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>The journal, the cache and the budgets over stores of their own.</summary>
internal sealed class LanguageRig : IAsyncDisposable
{
    public static readonly LanguageRetention Retention = new(TimeSpan.FromDays(30), 1000, new AnswerCacheLimits(1_000_000, TimeSpan.FromDays(1)));

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-language-").FullName;
    private readonly IMeterFactory _meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
    private readonly PaymentTelemetry _telemetry;

    public LanguageRig(BudgetOptions? budgets = null, ILanguageStores? stores = null, Dictionary<string, string?>? prices = null, TimeProvider? time = null)
    {
        _telemetry = new PaymentTelemetry(_meters, new ModelNames([]));
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Stores = stores ?? new SqliteLanguageStores(_folder, Retention, Time);
        var options = budgets ?? new BudgetOptions();
        Ledger = new BudgetLedger(Stores, new BudgetScopes(options, Time), _telemetry, Time, NullLogger<BudgetLedger>.Instance);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(prices ?? []).Build();
        Payments = new Payments(Ledger, new PriceTable(configuration), _telemetry, Time);
        Calls = new JournalledCalls(Stores, _telemetry, Time);
    }

    public TimeProvider Time { get; }

    /// <summary>What tells this rig's measurements from others'.</summary>
    public object MeterScope => _meters;

    public ILanguageStores Stores { get; private set; }

    public BudgetLedger Ledger { get; }

    public Payments Payments { get; }

    public JournalledCalls Calls { get; private set; }

    /// <summary>The stores as a new process finds them.</summary>
    public async Task RestartAsync()
    {
        await Stores.DisposeAsync();
        Stores = new SqliteLanguageStores(_folder, Retention, Time);
        Calls = new JournalledCalls(Stores, _telemetry, Time);
    }

    public CachingChatClient Cached(IChatClient chat, int entries = 100) => new(chat, "openai", Cache(entries), Time);

    public BudgetChatClient Paid(IChatClient chat) => new(chat, "openai", "model-1", Payments);

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private AnswerCache<CachedAnswer> Cache(int entries) => new(
        new RecentAnswers<CachedAnswer>(entries, 1_000_000, TimeSpan.FromDays(1), Time),
        Stores,
        (answer => answer.ToBytes(), CachedAnswer.Parse, answer => answer.Bytes),
        _telemetry,
        NullLogger.Instance);
}
