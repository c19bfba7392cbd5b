using System.Security.Cryptography;
using Google.Protobuf;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Journals;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>
/// The one door through which a run calls outside. A call that the journal holds is answered from it and not made again; any other
/// is made and its answer recorded before the run goes on.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="time">Says when an answer was recorded and how long it took.</param>
/// <param name="runId">The run.</param>
/// <param name="fresh">Whether the run has just begun, so that its journal is known to be empty.</param>
internal sealed class RunRecorder(IJournal journal, TimeProvider time, string runId, bool fresh)
{
    /// <summary>Whether the run has just begun, and is not one that was taken up.</summary>
    public bool IsFresh => fresh;

    /// <summary>The tokens that the answers tell of.</summary>
    public RunUsage Usage { get; } = new();

    /// <summary>Answers a call from the journal, or makes and records it.</summary>
    /// <param name="step">The node and the call's place in it, as <c>hrm/answer-2</c>; a run uses each step and kind once.</param>
    /// <param name="kind">What is called.</param>
    /// <param name="request">What is asked, without the run's id and anything else that differs when the run is repeated.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConflictException">The journal holds another request under this step: the run did not repeat itself.</exception>
    public async Task<T> RecordAsync<T>(string step, string kind, IMessage request, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : IMessage<T>, new()
    {
        var key = new JournalKey(runId, step, kind);
        var hash = Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()));
        using var activity = OrchestratorTelemetry.Source.StartActivity(kind);
        activity?.SetTag("step", step);
        try
        {
            if (!fresh && await journal.FindAsync(key, hash, cancellationToken) is { } recorded)
            {
                activity?.SetTag("from_journal", true);
                Count(kind, fromJournal: true);
                return Counted(Parse<T>(recorded));
            }

            var begun = time.GetTimestamp();
            var answer = await call(cancellationToken);
            Count(kind, fromJournal: false);
            var entry = new JournalEntry
            {
                Key = key,
                RequestHash = hash,
                Answer = answer.ToByteArray(),
                RecordedAt = time.GetUtcNow(),
                Duration = time.GetElapsedTime(begun),
            };

            // An answer that came is recorded even when the client has left meanwhile: it need not be asked for again.
            return Counted(Parse<T>(await journal.AppendAsync(entry, CancellationToken.None)));
        }
        catch (NonDeterminismException differs)
        {
            throw new ConflictException(differs.Message, differs);
        }
    }

    /// <summary>What the journal holds under a step that is recorded without a request; null when it holds nothing.</summary>
    public async Task<T?> FindAsync<T>(string step, string kind, CancellationToken cancellationToken)
        where T : class, IMessage<T>, new()
    {
        if (fresh)
            return null;
        var entry = await journal.FindAsync(new JournalKey(runId, step, kind), "", cancellationToken);
        return entry is null ? null : Parse<T>(entry);
    }

    /// <summary>Records something that happened to the run under a step without a request.</summary>
    public async Task NoteAsync<T>(string step, string kind, T note)
        where T : IMessage<T>
    {
        var entry = new JournalEntry
        {
            Key = new JournalKey(runId, step, kind),
            RequestHash = "",
            Answer = note.ToByteArray(),
            RecordedAt = time.GetUtcNow(),
            Duration = TimeSpan.Zero,
        };
        await journal.AppendAsync(entry, CancellationToken.None);
    }

    private T Counted<T>(T answer)
        where T : IMessage<T>
    {
        Usage.Add(answer);
        return answer;
    }

    private static T Parse<T>(JournalEntry entry)
        where T : IMessage<T>, new()
    {
        var message = new T();
        message.MergeFrom(entry.Answer.Span);
        return message;
    }

    private static void Count(string kind, bool fromJournal) =>
        OrchestratorTelemetry.Calls.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("from_journal", fromJournal));
}
