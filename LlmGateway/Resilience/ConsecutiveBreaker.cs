using System.Collections.Concurrent;
using MctsAspire.ServiceDefaults.Errors;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace MctsAspire.LlmGateway.Resilience;

/// <summary>
/// A circuit breaker that counts failures in a row, for each model by itself: Polly's own weighs shares of a window, in which one success keeps the
/// circuit closed for long. When the circuit has been open long enough one attempt is let through: its success closes the circuit, its failure opens it again.
/// An answer that blames the request shows that the provider works, and counts as a success; a rate limit and a cancellation count as neither.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ConsecutiveBreaker(TimeProvider time) : ResilienceStrategy
{
    /// <summary>Failures in a row that open the circuit.</summary>
    public const int Failures = 5;

    /// <summary>The model that an attempt is made at.</summary>
    public static readonly ResiliencePropertyKey<string> Model = new("mcts.model");

    /// <summary>Whether a success is told later, by <see cref="Report"/>: the first piece of a stream doesn't tell how it ends.</summary>
    public static readonly ResiliencePropertyKey<bool> EndsLater = new("mcts.ends-later");

    /// <summary>How long the circuit stays open.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    // Names of models come from callers. Only models that failed are held, so this many is far more than there are.
    private const int MostModels = 256;

    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);

    /// <summary>The models whose last attempt failed, with the state of their circuits.</summary>
    public IEnumerable<(string Model, CircuitState State)> States => _circuits.Select(circuit => (circuit.Key, circuit.Value.State(time.GetTimestamp(), time)));

    /// <inheritdoc/>
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var model = context.Properties.GetValue(Model, "");
        if (_circuits.TryGetValue(model, out var circuit) && circuit.Refuses(time) is { } wait)
            return Outcome.FromException<TResult>(new BrokenCircuitException("The circuit is open.", wait));

        var outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        if (outcome.Exception is not null || !context.Properties.GetValue(EndsLater, false))
            Report(model, outcome.Exception);
        return outcome;
    }

    /// <summary>Counts how an attempt ended.</summary>
    /// <param name="model">The model.</param>
    /// <param name="failure">How it failed; null: it didn't.</param>
    public void Report(string model, Exception? failure)
    {
        switch (failure)
        {
            case null or LlmException { Kind: LlmErrorKind.BadRequest or LlmErrorKind.Authentication or LlmErrorKind.ContextLength or LlmErrorKind.ContentFilter }:
                if (_circuits.TryGetValue(model, out var known) && known.Succeeds())
                    _circuits.TryRemove(model, out _);
                break;
            case TimeoutRejectedException or LlmException { Kind: LlmErrorKind.Unavailable or LlmErrorKind.Timeout or LlmErrorKind.BadResponse }:
                if (_circuits.Count < MostModels || _circuits.ContainsKey(model))
                    _circuits.GetOrAdd(model, _ => new Circuit()).Fail(time);
                break;
            default:
                if (_circuits.TryGetValue(model, out var circuit))
                    circuit.EndTrial();
                break;
        }
    }

    private sealed class Circuit
    {
        private readonly Lock _gate = new();
        private int _failures;
        private long? _openedAt;
        private bool _onTrial;

        public CircuitState State(long now, TimeProvider time)
        {
            lock (_gate)
                return _openedAt is not { } opened ? CircuitState.Closed : time.GetElapsedTime(opened, now) < Pause ? CircuitState.Open : CircuitState.HalfOpen;
        }

        /// <summary>How long an attempt must wait; null: it may be made.</summary>
        public TimeSpan? Refuses(TimeProvider time)
        {
            lock (_gate)
            {
                if (_openedAt is not { } opened)
                    return null;
                var left = Pause - time.GetElapsedTime(opened);
                if (left > TimeSpan.Zero)
                    return left;
                if (_onTrial)
                    return TimeSpan.FromSeconds(1);
                _onTrial = true;
                return null;
            }
        }

        /// <summary>Whether a success closes the circuit: one of an attempt that began before it was opened says nothing of now.</summary>
        public bool Succeeds()
        {
            lock (_gate)
                return _openedAt is null || _onTrial;
        }

        public void Fail(TimeProvider time)
        {
            lock (_gate)
            {
                _failures++;
                if (_onTrial || (_openedAt is null && _failures >= Failures))
                    _openedAt = time.GetTimestamp();
                _onTrial = false;
            }
        }

        public void EndTrial()
        {
            lock (_gate)
                _onTrial = false;
        }
    }
}
