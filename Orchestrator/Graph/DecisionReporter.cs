using System.Collections.Immutable;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>
/// Tells the meta-controller what runs decided and what came of it, after they have answered. No run waits for it, and none fails by it:
/// what can't be told is tried a few times and then let go.
/// </summary>
internal sealed partial class DecisionReporter(MetaController.MetaControllerClient client, TimeProvider time, ILogger<DecisionReporter> logger) : BackgroundService
{
    private const int MostWaiting = 1_000;
    private const int MostAttempts = 4;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    private readonly Channel<RecordDecisionsRequest> _waiting = Channel.CreateBounded<RecordDecisionsRequest>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>Takes the decisions of a run that is over; returns at once.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="choices">Its decisions, in order.</param>
    /// <param name="score">How good its answer is, 0 to 1.</param>
    /// <param name="seconds">What it took; null: not measured.</param>
    public void Report(string runId, ImmutableArray<RouteChoice> choices, double score, double? seconds)
    {
        if (choices.IsEmpty)
            return;
        var request = new RecordDecisionsRequest { Decisions = { choices.Select((choice, step) => Describe(runId, step, choice, score, seconds)) } };
        if (!_waiting.Writer.TryWrite(request))
            LetGo(runId, null);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } telling)
            await telling.WaitAsync(StopTimeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var request in _waiting.Reader.ReadAllAsync(stoppingToken))
            await TellAsync(request, stoppingToken);
    }

    private async Task TellAsync(RecordDecisionsRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await UnaryCall.RunAsync(calling => client.RecordDecisionsAsync(request, calling), CallTimeout, time, cancellationToken);
                return;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == MostAttempts || failure is ValidationException)
                {
                    LetGo(request.Decisions[0].RunId, failure);
                    return;
                }
            }

            await Task.Delay(FirstPause * (1 << (attempt - 1)), time, cancellationToken);
        }
    }

    private void LetGo(string runId, Exception? failure)
    {
        OrchestratorTelemetry.ReportsLost.Add(1);
        LogLetGo(runId, failure);
    }

    private static Decision Describe(string runId, int step, RouteChoice choice, double score, double? seconds)
    {
        var decision = new Decision
        {
            RunId = runId,
            Step = step,
            State = choice.State,
            Agents = { choice.Agents },
            Probabilities = { choice.Prediction.Probabilities },
            Propensity = choice.Propensity,
            ByRules = choice.ByRules,
            Explored = choice.Explored,
            ModelVersion = choice.Prediction.ModelVersion,
            DecidedAt = Timestamp.FromDateTimeOffset(choice.DecidedAt),
            Outcome = new Outcome { Score = score },
        };
        if (seconds is { } cost)
            decision.Outcome.Cost = cost;
        return decision;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The decisions of run {RunId} could not be told to the meta-controller")]
    private partial void LogLetGo(string runId, Exception? failure);
}
