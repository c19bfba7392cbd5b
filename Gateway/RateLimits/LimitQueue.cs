namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// Lets one question at a time go to Redis: requests that come while one is under way go together with the next. So a request that comes alone waits for nobody, and the more there are, the less each of them costs.
/// </summary>
/// <param name="ask">Asks about requests; null: Redis gave no answer.</param>
/// <param name="settle">Decides all of them by the answer.</param>
internal sealed class LimitQueue(Func<LimitBatch, Task<LimitAnswers?>> ask, Action<LimitBatch, LimitAnswers?> settle)
{
    private readonly Lock _lock = new();
    private readonly Queue<LimitQuestion> _waiting = new();
    private bool _isAsking;

    public void Add(LimitQuestion question)
    {
        lock (_lock)
        {
            _waiting.Enqueue(question);
            if (_isAsking)
                return;
            _isAsking = true;
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
                _isAsking = false;
                return;
            }
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
        if (broken is null)
        {
            settle(batch, answers);
            return;
        }

        foreach (var question in batch.Questions)
            question.Fail(broken);
    }
}
