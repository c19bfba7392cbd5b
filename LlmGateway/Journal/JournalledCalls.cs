using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Caching;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Language;

namespace MctsAspire.LlmGateway.Journal;

/// <summary>
/// Makes each call of a run once. A call that the journal holds under the caller's key is answered from it; one that is under way is waited
/// for; any other is made and recorded before it is answered. A call without a run is not journalled.
/// </summary>
/// <param name="stores">The stores.</param>
/// <param name="telemetry">The measurements.</param>
/// <param name="time">The clock.</param>
internal sealed class JournalledCalls(ILanguageStores stores, PaymentTelemetry telemetry, TimeProvider time)
{
    // A replica that was lost takes its connection with it; its shard asks again from elsewhere.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(3);

    private const int MostUnrecorded = 1000;
    private const int PieceLength = 64;

    private readonly Flights<JournalKey, (string Hash, Task<JournalEntry> Entry)> _calls = new(call => call.Entry, Linger, time);
    private readonly Flights<JournalKey, (string Hash, SharedSequence<CompleteChunk> Chunks)> _streams = new(stream => stream.Chunks.End, Linger, time);
    private readonly ConcurrentDictionary<JournalKey, JournalEntry> _unrecorded = new();

    /// <summary>Answers a call.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="caller">Who calls; null: nobody says.</param>
    /// <param name="method">What is called.</param>
    /// <param name="request">Writes what is asked, without the caller but with the seed.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="originOf">Where an answer came from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConflictException">The key is recorded, or under way, with another request.</exception>
    /// <exception cref="ServiceUnavailableException">The journal can't be used.</exception>
    public async Task<T> RunAsync<T>(
        CallContext? caller, string method, Func<byte[]> request, Func<CancellationToken, Task<T>> call, Func<T, Origin?> originOf, CancellationToken cancellationToken)
        where T : class, IMessage<T>, new()
    {
        if (caller is null || caller.RunId.Length == 0)
            return await call(cancellationToken);

        var key = KeyOf(caller, method);
        var hash = HashOf(request());
        T? fresh = null;
        using var seat = _calls.Join(key, token => (hash, Task.Run(() => AnswerAsync(key, hash, async stop => fresh = await call(stop), token), CancellationToken.None)));
        CheckHash(key, hash, seat.Work.Hash);
        var entry = await seat.Work.Entry.WaitAsync(cancellationToken);
        if (fresh is not null && entry.Answer.Span.SequenceEqual(fresh.ToByteArray()))
            return fresh;

        telemetry.Replayed(method);
        var answer = new T();
        answer.MergeFrom(entry.Answer.Span);
        MarkReplayed(originOf(answer));
        return answer;
    }

    /// <summary>Answers a call in pieces. It is recorded when it is complete, before its last piece is given.</summary>
    /// <param name="caller">Who calls; null: nobody says.</param>
    /// <param name="method">What is called.</param>
    /// <param name="request">Writes what is asked, without the caller but with the seed.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConflictException">The key is recorded, or under way, with another request.</exception>
    /// <exception cref="ServiceUnavailableException">The journal can't be used.</exception>
    public async IAsyncEnumerable<CompleteChunk> StreamAsync(
        CallContext? caller, string method, Func<byte[]> request, Func<CancellationToken, IAsyncEnumerable<CompleteChunk>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (caller is null || caller.RunId.Length == 0)
        {
            await foreach (var chunk in call(cancellationToken))
                yield return chunk;
            yield break;
        }

        var key = KeyOf(caller, method);
        var hash = HashOf(request());
        using var seat = _streams.Join(
            key, token => (hash, SharedSequence<CompleteChunk>.Begin(stop => ChunksAsync(key, hash, method, call, stop), _ => Task.CompletedTask, token)));
        CheckHash(key, hash, seat.Work.Hash);
        if (!seat.IsFirst)
            telemetry.Replayed(method);
        await foreach (var chunk in seat.Work.Chunks.ReadAsync(cancellationToken))
        {
            if (seat.IsFirst || chunk.Origin is null)
            {
                yield return chunk;
                continue;
            }

            var shared = chunk.Clone();
            MarkReplayed(shared.Origin);
            yield return shared;
        }
    }

    /// <summary>The request as it is compared: without who asks, but with the seed, by which the answer may differ.</summary>
    /// <param name="request">The request; it is as it was in the end.</param>
    /// <param name="caller">Its context.</param>
    /// <param name="setContext">Sets its context.</param>
    public static byte[] Canonical(IMessage request, CallContext? caller, Action<CallContext?> setContext)
    {
        setContext(caller is { HasSeed: true } ? new CallContext { Seed = caller.Seed } : null);
        var bytes = request.ToByteArray();
        setContext(caller);
        return bytes;
    }

    private static string HashOf(byte[] request) => Convert.ToHexStringLower(SHA256.HashData(request));

    private static void CheckHash(JournalKey key, string hash, string underWay)
    {
        if (hash == underWay)
            return;
        var differs = new NonDeterminismException(key);
        throw new ConflictException(differs.Message, differs);
    }

    private static void MarkReplayed(Origin? origin)
    {
        if (origin is null)
            return;
        origin.Replayed = true;
        origin.Usage = new Usage();
        if (origin.HasCostUsd)
            origin.CostUsd = 0;
    }

    private static JournalKey KeyOf(CallContext caller, string method) => new(
        caller.RunId,
        caller.Step,
        string.Create(CultureInfo.InvariantCulture, $"{method}, shard {caller.Shard}, call {caller.Sequence}"));

    private async Task<JournalEntry> AnswerAsync<T>(JournalKey key, string hash, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        if (await FindAsync(key, hash, cancellationToken) is { } recorded)
            return recorded;
        var begun = time.GetTimestamp();
        var answer = await call(cancellationToken);
        return await RecordAsync(key, hash, answer, begun);
    }

    private async IAsyncEnumerable<CompleteChunk> ChunksAsync(
        JournalKey key, string hash, string method, Func<CancellationToken, IAsyncEnumerable<CompleteChunk>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await FindAsync(key, hash, cancellationToken) is { } recorded)
        {
            telemetry.Replayed(method);
            var answer = CompleteResponse.Parser.ParseFrom(recorded.Answer.Span);
            MarkReplayed(answer.Origin);
            foreach (var piece in TextPieces.Of(answer.Text, PieceLength))
                yield return new CompleteChunk { Text = piece };
            yield return new CompleteChunk { StopReason = answer.StopReason, Origin = answer.Origin };
            yield break;
        }

        var begun = time.GetTimestamp();
        var text = new StringBuilder();
        await foreach (var chunk in call(cancellationToken))
        {
            text.Append(chunk.Text);
            if (chunk.StopReason.Length > 0)
                await RecordAsync(key, hash, new CompleteResponse { Text = text.ToString(), StopReason = chunk.StopReason, Origin = chunk.Origin }, begun);
            yield return chunk;
        }
    }

    private async Task<JournalEntry?> FindAsync(JournalKey key, string hash, CancellationToken cancellationToken)
    {
        if (_unrecorded.TryGetValue(key, out var paid))
        {
            CheckHash(key, hash, paid.RequestHash);
            return await RecordAsync(paid);
        }

        return await TranslateAsync(() => stores.Journal.FindAsync(key, hash, cancellationToken));
    }

    private Task<JournalEntry> RecordAsync<T>(JournalKey key, string hash, T answer, long begun)
        where T : IMessage<T> => RecordAsync(new JournalEntry
        {
            Key = key,
            RequestHash = hash,
            Answer = answer.ToByteArray(),
            RecordedAt = time.GetUtcNow(),
            Duration = time.GetElapsedTime(begun),
        });

    // What was paid for is recorded, whoever has left. What can't be is kept: whoever asks again gets it, once it is recorded, and doesn't pay twice.
    private async Task<JournalEntry> RecordAsync(JournalEntry entry)
    {
        try
        {
            var held = await TranslateAsync(() => stores.Journal.AppendAsync(entry, CancellationToken.None));
            _unrecorded.TryRemove(entry.Key, out _);
            return held;
        }
        catch (ServiceUnavailableException)
        {
            if (_unrecorded.Count < MostUnrecorded)
                _unrecorded.TryAdd(entry.Key, entry);
            throw;
        }
    }

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (NonDeterminismException differs)
        {
            throw new ConflictException(differs.Message, differs);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }
    }
}
