using System.Collections.Concurrent;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Language;
using MctsAspire.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MctsAspire.LlmGateway.Tests.Budget;

/// <summary>Calls that wait for what is set aside for others. The clock stands still, so that nobody polls.</summary>
public sealed class BudgetQueueTests : IAsyncLifetime
{
    private const int Callers = 60;

    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "hello")];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-language-").FullName;
    private readonly CountingStores _stores;
    private readonly LanguageRig _rig;
    private readonly FakeChat _chat = new();
    private readonly ConcurrentQueue<int> _order = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _answers = new();

    public BudgetQueueTests()
    {
        _stores = new CountingStores(new SqliteLanguageStores(_folder, LanguageRig.Retention, _time));

        // Of the milliseconds a call sets aside all that are left: calls of one run take turns.
        _rig = new LanguageRig(new BudgetOptions { Run = new() { Milliseconds = 60_000 } }, _stores, time: _time);
        _chat.Answer = async (_, options, token) =>
        {
            var number = (int)options!.Caller()!.Sequence;
            _order.Enqueue(number);
            await Answer(number).Task.WaitAsync(token);
            return FakeChat.Says($"answer {number}");
        };
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WhoeverCameFirstHasHisTurnFirstAndAnEndWakesOne()
    {
        var client = _rig.Paid(_chat);
        var asking = new List<Task>();
        for (var i = 0; i < Callers; i++)
        {
            asking.Add(AskAsync(client, i));
            await WaitsAsync(i);
        }

        for (var i = 0; i < Callers; i++)
        {
            await Eventually.HoldsAsync(() => _order.Count == i + 1);
            Answer(i).SetResult();
        }

        await Task.WhenAll(asking);
        _order.ShouldBe(Enumerable.Range(0, Callers));

        // The first try, one in the first place, and one when the call before has ended.
        _stores.Tries.ShouldBeLessThanOrEqualTo(4 * Callers);
    }

    [Fact]
    public async Task WhoeverLeavesIsNotWaitedFor()
    {
        var client = _rig.Paid(_chat);
        using var leaving = new CancellationTokenSource();
        var first = AskAsync(client, 0);
        await WaitsAsync(0);
        var left = AskAsync(client, 1, cancellationToken: leaving.Token);
        await WaitsAsync(1);
        var last = AskAsync(client, 2);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);

        Answer(0).SetResult();
        Answer(2).SetResult();

        await Task.WhenAll(first, last);
        _order.ShouldBe([0, 2]);
    }

    [Fact]
    public async Task AnotherRunDoesNotWait()
    {
        var client = _rig.Paid(_chat);
        var first = AskAsync(client, 0);
        await WaitsAsync(0);
        var second = AskAsync(client, 1);
        await WaitsAsync(1);
        Answer(2).SetResult();

        await AskAsync(client, 2, run: "run_2");

        Answer(0).SetResult();
        Answer(1).SetResult();
        await Task.WhenAll(first, second);
        _order.ShouldBe([0, 2, 1]);
    }

    [Fact]
    public async Task WhoeverWaitedAMinuteIsRefused()
    {
        var client = _rig.Paid(_chat);
        var first = AskAsync(client, 0);
        await WaitsAsync(0);
        var waiting = Enumerable.Range(1, 3).Select(number => AskAsync(client, number)).ToList();
        await Eventually.HoldsAsync(() => _stores.Tries >= 3);

        await Eventually.HoldsAsync(async () =>
        {
            // As the service does it now and then: what is set aside would else be free at the very second in which the wait ends.
            await _rig.Ledger.MaintainAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(1));
            return waiting.TrueForAll(call => call.IsCompleted);
        });

        foreach (var call in waiting)
            await Should.ThrowAsync<BudgetException>(() => call);
        _order.ShouldBe([0]);
        await Should.ThrowAsync<BudgetException>(() => first);
    }

    private static async Task AskAsync(BudgetChatClient client, int number, string run = "run_1", CancellationToken cancellationToken = default) =>
        await client.GetResponseAsync(
            Hello, new ChatOptions { MaxOutputTokens = 5 }.WithCaller(new CallContext { RunId = run, ClientId = "client_1", Sequence = number }), cancellationToken);

    private TaskCompletionSource Answer(int number) => _answers.GetOrAdd(number, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    // Until the call of this number is under way, or has found its place in the queue.
    private Task WaitsAsync(int number) => Eventually.HoldsAsync(() => number == 0 ? _order.Count == 1 : _rig.Ledger.Waiting == number);

    private sealed class CountingStores(ILanguageStores inner) : ILanguageStores
    {
        private readonly CountingBudgets _budgets = new(inner.Budgets);

        public int Tries => _budgets.Tries;

        public Storage.Journals.IJournal Journal => inner.Journal;

        public Storage.Answers.IAnswerCache Answers => inner.Answers;

        public IBudgetStore Budgets => _budgets;

        public Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

        public Task PruneAsync(CancellationToken cancellationToken) => inner.PruneAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class CountingBudgets(IBudgetStore inner) : IBudgetStore
    {
        private int _tries;

        public int Tries => Volatile.Read(ref _tries);

        public Task<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _tries);
            return inner.ReserveAsync(request, cancellationToken);
        }

        public Task SettleAsync(string id, IReadOnlyList<string> accounts, BudgetAmounts used, bool again, DateTimeOffset now, CancellationToken cancellationToken) =>
            inner.SettleAsync(id, accounts, used, again, now, cancellationToken);

        public Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
            inner.RenewAsync(ids, leaseUntil, cancellationToken);

        public Task<BudgetBalance> ReadAsync(string account, CancellationToken cancellationToken) => inner.ReadAsync(account, cancellationToken);
    }
}
