using System.Threading.Tasks.Sources;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>A request that waits for what Redis says about it.</summary>
/// <param name="clientId">Whose it is.</param>
/// <param name="plan">The client's windows.</param>
/// <param name="since">When it came, in microseconds of the logs' clock.</param>
internal sealed class LimitQuestion(string clientId, LimitPlan plan, long since) : IValueTaskSource<LimitDecision>
{
    private ManualResetValueTaskSourceCore<LimitDecision> _core = new() { RunContinuationsAsynchronously = true };

    private bool _isDecided;

    public string ClientId { get; } = clientId;

    public LimitPlan Plan { get; } = plan;

    public long Since { get; } = since;

    /// <summary>The decision, for one that awaits it.</summary>
    public ValueTask<LimitDecision> Decision => new(this, _core.Version);

    public void Decide(LimitDecision decision)
    {
        _isDecided = true;
        _core.SetResult(decision);
    }

    /// <summary>Tells who waits that there is no decision, unless there is one.</summary>
    public void Fail(Exception failure)
    {
        if (!_isDecided)
            _core.SetException(failure);
    }

    LimitDecision IValueTaskSource<LimitDecision>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<LimitDecision>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<LimitDecision>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
