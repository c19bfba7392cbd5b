using MctsAspire.Gateway.RateLimits;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>How requests are gathered while Redis is asked.</summary>
public sealed class LimitQueueTests
{
    private static readonly LimitPlan Plan = Windows.Plan((5, TimeSpan.FromSeconds(1)));

    private readonly List<(LimitBatch Batch, TaskCompletionSource<LimitAnswers?> Answer)> _asked = [];
    private readonly LimitQueue _queue;

    public LimitQueueTests() => _queue = new LimitQueue(
        batch =>
        {
            var answer = new TaskCompletionSource<LimitAnswers?>();
            _asked.Add((batch, answer));
            return answer.Task;
        },
        (batch, _) =>
        {
            foreach (var question in batch.Questions)
                question.Decide(new LimitDecision(Plan, [], -1, TimeSpan.Zero));
        });

    [Fact]
    public void ARequestThatComesAloneIsAskedAboutAtOnce()
    {
        Add("one");

        _asked.Single().Batch.Questions.Single().ClientId.ShouldBe("one");
    }

    [Fact]
    public async Task ThoseThatComeMeanwhileGoTogetherInTheirOrder()
    {
        var first = Add("one");
        var others = ((string[])["two", "one", "two", "three"]).Select(client => Add(client)).ToList();
        _asked.Count.ShouldBe(1);
        others.ShouldAllBe(other => !other.IsCompleted);

        _asked[0].Answer.SetResult(null);
        await first;
        _asked.Count.ShouldBe(2);
        _asked[1].Batch.Questions.Select(question => question.ClientId).ShouldBe(["two", "one", "two", "three"]);
        _asked[1].Batch.Groups.Select(group => (group.ClientId, group.Questions.Count)).ShouldBe([("two", 2), ("one", 1), ("three", 1)]);
        _asked[1].Answer.SetResult(null);

        await Task.WhenAll(others);
        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public void AClientsRequestsWithOtherLimitsAreAGroupOfTheirOwn()
    {
        var batch = new LimitBatch();
        batch.Add(new LimitQuestion("one", Plan, since: 7));
        batch.Add(new LimitQuestion("one", Windows.Plan((6, TimeSpan.FromSeconds(1))), since: 8));

        batch.Groups.Select(group => group.Plan.Limits[0]).ShouldBe([5, 6]);
        batch.Since.ShouldBe(7);
    }

    [Fact]
    public async Task MoreThanABatchHoldsGoWithTheOnesAfterIt()
    {
        var waiting = Enumerable.Range(0, 1 + (2 * LimitBatch.Most) + 10).Select(_ => Add("one")).ToList();
        for (var i = 0; i < 4; i++)
            _asked[i].Answer.SetResult(null);

        await Task.WhenAll(waiting);
        _asked.Select(asked => asked.Batch.Count).ShouldBe([1, LimitBatch.Most, LimitBatch.Most, 10]);
    }

    [Fact]
    public async Task AQuestionThatBreaksFailsItsRequestsAndNoOther()
    {
        var first = Add("one");
        var (second, third) = (Add("one"), Add("two"));
        _asked[0].Answer.SetException(new InvalidOperationException("broken"));
        _asked[1].Answer.SetResult(null);

        (await Should.ThrowAsync<InvalidOperationException>(() => first)).Message.ShouldBe("broken");
        await Task.WhenAll(second, third);
    }

    [Fact]
    public async Task AnAnswerThatTakesLongHoldsUpNoneThatComesLater()
    {
        var first = Add("one", since: 1);
        var second = Add("one", since: LimitQueue.Patience);
        _asked.Count.ShouldBe(1);

        var third = Add("one", since: 1 + LimitQueue.Patience);

        _asked.Select(asked => asked.Batch.Count).ShouldBe([1, 2]);
        _asked[1].Answer.SetResult(null);
        await Task.WhenAll(second, third);
        first.IsCompleted.ShouldBeFalse();
        _asked[0].Answer.SetResult(null);
        await first;
    }

    [Fact]
    public async Task NoMoreThanAFewQuestionsAreUnderWayAtOnce()
    {
        var waiting = Enumerable.Range(0, 100).Select(number => Add("one", since: number * LimitQueue.Patience)).ToList();
        _asked.Count.ShouldBe(LimitQueue.MostUnderWay);

        for (var answered = 0; answered < _asked.Count; answered++)
            _asked[answered].Answer.SetResult(null);

        await Task.WhenAll(waiting);
        _asked.Sum(asked => asked.Batch.Count).ShouldBe(100);
    }

    [Fact]
    public async Task WhoeverIsNotDecidedIsToldSo()
    {
        var queue = new LimitQueue(_ => Task.FromResult<LimitAnswers?>(null), (_, _) => throw new InvalidOperationException("broken"));
        var question = new LimitQuestion("one", Plan, since: 0);

        queue.Add(question);

        (await Should.ThrowAsync<InvalidOperationException>(() => question.Decision.AsTask())).Message.ShouldBe("broken");
    }

    [Fact]
    public async Task NoneIsForgottenWhenManyThreadsAsk()
    {
        var settled = 0;
        var queue = new LimitQueue(
            async _ =>
            {
                await Task.Yield();
                return null;
            },
            (batch, _) =>
            {
                Interlocked.Add(ref settled, batch.Count);
                foreach (var question in batch.Questions)
                    question.Decide(new LimitDecision(Plan, [], -1, TimeSpan.Zero));
            });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var question = new LimitQuestion($"{caller % 3}", Plan, since: 0);
                queue.Add(question);
                await question.Decision;
            }
        })));

        settled.ShouldBe(40_000);
    }

    private Task<LimitDecision> Add(string client, long since = 0)
    {
        var question = new LimitQuestion(client, Plan, since);
        _queue.Add(question);
        return question.Decision.AsTask();
    }
}
