namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// Lets questions go to Redis together: requests that come while one question is under way go with the next. So a request that comes alone waits for nobody, and the more there are, the less each of them costs.
/// Where Redis takes long to answer, the next does not wait for it.
/// </summary>
/// <param name="ask">Asks about requests; null: Redis gave no answer.</param>
/// <param name="settle">Decides all of them by the answer.</param>
internal sealed class LimitQueue(Func<LimitBatch, Task<LimitAnswers?>> ask, Action<LimitBatch, LimitAnswers?> settle)
{
    /// <summary>How many questions are under way at once, at most.</summary>
    public const int MostUnderWay = 16;

    /// <summary>After how many microseconds of the logs' clock the next question does not wait for the answer to the last one.</summary>
    public const long Patience = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LimitQuestion> _waiting = new();
    private int _underWay;
    private long _lastAsked;

    public void Add(LimitQuestion question)
    {
        lock (_lock)
        {
            _waiting.Enqueue(question);
            if (_underWay > 0 && (_underWay == MostUnderWay || question.Since - _lastAsked < Patience))
                return;
            _underWay++;
            _lastAsked = question.Since;
        }

        if (ExecutionContext.IsFlowSuppressed())
        {
            AskNext();
            return;
        }

        // What follows is about other requests too, and must not keep this one's context.
        using (ExecutionContext.SuppressFlow())
            AskNext();
    }

    private void AskNext()
    {
        var batch = new LimitBatch();
        lock (_lock)
        {
            while (batch.Count < LimitBatch.Most && _waiting.TryDequeue(out var question))
                batch.Add(question);
            if (batch.Count == 0)
            {
                _underWay--;
                return;
            }

            _lastAsked = Math.Max(_lastAsked, batch.Questions[^1].Since);
        }

        _ = RunAsync(batch);
    }

    private async Task RunAsync(LimitBatch batch)
    {
        LimitAnswers? answers = null;
        Exception? broken = null;
        try
        {
            answers = await ask(batch);
        }
#pragma warning disable CA1031 // Whatever it is: those who wait are told of it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            broken = failure;
        }

        // The next are on their way before these go on.
        AskNext();
        try
        {
            if (broken is null)
                settle(batch, answers);
        }
#pragma warning disable CA1031 // As above: nobody may wait for ever.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            broken = failure;
        }

        if (broken is null)
            return;
        foreach (var question in batch.Questions)
            question.Fail(broken);
    }
}
