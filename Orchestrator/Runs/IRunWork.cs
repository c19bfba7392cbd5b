using System.Collections.Immutable;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>What runs of one kind do.</summary>
internal interface IRunWork
{
    /// <summary>Whether it does runs of this kind.</summary>
    bool Does(string kind);

    /// <summary>The seed of a request.</summary>
    long SeedOf(RunRequest request);

    /// <summary>The earlier turns that a request brings, oldest first; null: those that are stored on its thread count.</summary>
    IReadOnlyList<ConversationTurn>? HistoryOf(RunRequest request);

    /// <summary>Does the run: the same for the same request, history and recorded answers, but for durations.</summary>
    /// <param name="request">The request.</param>
    /// <param name="history">Earlier turns of the thread, oldest first.</param>
    /// <param name="run">The run.</param>
    /// <param name="arrival">When the request arrived, as a timestamp of the time provider.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    Task<RunResult> RunAsync(RunRequest request, ImmutableArray<Turn> history, RunContext run, long arrival, CancellationToken cancellationToken);
}
