using Grpc.Core;
using MctsAspire.MctsService.Search;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Tests.Search.Calls;

public class InterruptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly SearchOptions Options = SearchPreset.Find("balanced")!.ToOptions(seed: 42, iterations: 200, parallel: 4);

    [Fact]
    public async Task ASearchCancelledInTheMiddleOfABatchLeavesNothingRunning()
    {
        var order = new Pending(batches: 8);
        using var source = new CancellationTokenSource();

        var search = Found.RunAsync(new TreeDomain { Order = order, Deterministic = false }, Options, cancellationToken: source.Token);
        await order.Reached.WaitAsync(Patience);
        order.Running.ShouldBeGreaterThan(1);
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(search.WaitAsync(Patience));
        order.Running.ShouldBe(0);
    }

    [Fact]
    public async Task AWatchThatWantsToStopIsHeardWhileCallsArePending()
    {
        var order = new Pending(batches: 8);
        var watch = new SilentWatch { StopWhen = () => order.Reached.IsCompleted ? StopCause.Time : null };

        var found = await Found.RunAsync(new TreeDomain { Order = order, Deterministic = false }, Options, watch).WaitAsync(Patience);

        found.Stop.ShouldBe(StopCause.Time);
        order.Running.ShouldBe(0);
        found.Root.Iterations.ShouldBe(found.Tree.Visits(0));
        found.Nodes().Sum(node => found.Tree[node].InFlight).ShouldBe(0);

        // As many iterations again give the same tree: what the unfinished batch had asked for doesn't count.
        var again = await Found.RunAsync(new TreeDomain { Deterministic = false }, Options with { Iterations = found.Root.Iterations });
        again.Report.ToReport(StopCause.Time).ShouldBe(found.Report.ToReport(StopCause.Time));
        (again.Search.CacheHits, again.Search.CacheMisses).ShouldBe((found.Search.CacheHits, found.Search.CacheMisses));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task ASpentBudgetEndsTheSearchWithWhatItHasFound(int batches)
    {
        var domain = new TreeDomain { Order = new Spending(batches), Deterministic = false };

        if (batches == 0)
        {
            await Should.ThrowAsync<BudgetException>(Found.RunAsync(domain, Options));
            return;
        }

        var found = await Found.RunAsync(domain, Options);
        found.Stop.ShouldBe(StopCause.Budget);
        found.Root.Iterations.ShouldBeInRange(1, 199);
        found.Root.Iterations.ShouldBe(1 + found.Root.Actions.Sum(action => action.Visits));
    }

    [Fact]
    public async Task ProgressIsReportedWhileCallsArePending()
    {
        var order = new Pending(batches: 8);
        var reported = new TaskCompletionSource<ShardProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = new SilentWatch
        {
            Progress = progress =>
            {
                if (order.Reached.IsCompleted)
                    reported.TrySetResult(progress);
            },
        };
        using var source = new CancellationTokenSource();
        var search = Found.RunAsync(new TreeDomain { Order = order, Deterministic = false }, Options, watch, source.Token);

        var progress = await reported.Task.WaitAsync(Patience);

        progress.Iterations.ShouldBe(1 + progress.Actions.Sum(action => action.Visits));
        progress.LineWords[0].ShouldBe(progress.Actions.Single(action => action.Index == progress.Line[0]).Label);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(search.WaitAsync(Patience));
    }

    [Fact]
    public async Task AFailureCancelsTheOthersAndIsTheOneThatIsSeen()
    {
        var cancelled = 0;

        var batch = CallBatch.RunAsync<int>(6, async (i, token) =>
        {
            if (i == 3)
            {
                await Task.Yield();
                throw new InvalidOperationException("the fourth");
            }

            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Increment(ref cancelled);
            }

            return i;
        }, CancellationToken.None);

        (await Should.ThrowAsync<InvalidOperationException>(batch.WaitAsync(Patience))).Message.ShouldBe("the fourth");
        cancelled.ShouldBe(5);
    }

    [Fact]
    public async Task OfSeveralFailuresTheFirstInTheOrderOfSelectionIsSeen()
    {
        // The later call fails first, and the earlier one when it hears of that; a call that was merely cancelled doesn't count.
        var batch = CallBatch.RunAsync<int>(3, async (i, token) =>
        {
            if (i == 2)
                throw new InvalidOperationException("the third");
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default);
            throw i == 0 ? new RpcException(new Status(StatusCode.Cancelled, "")) : new InvalidOperationException("the second");
        }, CancellationToken.None);

        (await Should.ThrowAsync<InvalidOperationException>(batch.WaitAsync(Patience))).Message.ShouldBe("the second");
    }

    private sealed class Spending(int batches) : AnswerOrder
    {
        private int _left = batches;

        public override Task<T[]> AnswerAsync<T>(T[] answers, CancellationToken cancellationToken) =>
            _left-- > 0 ? Task.FromResult(answers) : throw new BudgetException("The budget is spent.");
    }

    // Answers some batches and holds the calls of the next until they are cancelled.
    private sealed class Pending(int batches) : AnswerOrder
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = batches;
        private int _running;

        public Task Reached => _reached.Task;

        public int Running => Volatile.Read(ref _running);

        public override async Task<T[]> AnswerAsync<T>(T[] answers, CancellationToken cancellationToken)
        {
            // The last batch has more than one call.
            if (_left > 0 || answers.Length == 1)
            {
                _left--;
                return answers;
            }

            return await CallBatch.RunAsync(answers.Length, async (i, token) =>
            {
                Interlocked.Increment(ref _running);
                try
                {
                    if (i == answers.Length - 1)
                        _reached.TrySetResult();
                    await Task.Delay(Timeout.Infinite, token);
                    return answers[i];
                }
                finally
                {
                    Interlocked.Decrement(ref _running);
                }
            }, cancellationToken);
        }
    }
}
