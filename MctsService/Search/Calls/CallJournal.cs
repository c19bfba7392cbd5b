using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>
/// The one door of a shard to the outside. It numbers the calls, keeps their answers where a bundle is asked for, and gives the answers of
/// an earlier search where there is one: then no call is made at all.
/// </summary>
/// <param name="keeps">Whether answers are kept.</param>
/// <param name="replay">What the shard was answered before; <see langword="null"/>: calls are made.</param>
internal sealed class CallJournal(bool keeps, IReadOnlyList<JournalEntry>? replay = null)
{
    private readonly Dictionary<int, JournalEntry>? _replay = replay is null ? null : Index(replay);
    private readonly ConcurrentDictionary<int, JournalEntry> _entries = [];
    private int _next;
    private int _settled;

    /// <summary>The answers of the calls that count, in their order; empty unless they are kept.</summary>
    public IEnumerable<JournalEntry> Entries =>
        _entries.Where(entry => entry.Key < _settled).OrderBy(entry => entry.Key).Select(entry => entry.Value);

    /// <summary>The number of the next call. Numbers are given by the shard alone, in the order of its calls.</summary>
    public int Number() => _next++;

    /// <summary>Says that all calls so far belong to iterations that were finished.</summary>
    public void Settle() => _settled = _next;

    /// <summary>Makes a call, or finds its answer.</summary>
    /// <param name="sequence">The call's number.</param>
    /// <param name="method">What is called.</param>
    /// <param name="canonical">What the answer depends on: the same for the same call of another run.</param>
    /// <param name="parser">Reads an answer.</param>
    /// <param name="call">Makes the call.</param>
    /// <exception cref="MctsException">The journal holds no answer to the call, or one to another call.</exception>
    public async Task<TResponse> AskAsync<TResponse>(
        int sequence, string method, Func<IMessage> canonical, MessageParser<TResponse> parser, Func<Task<TResponse>> call)
        where TResponse : IMessage<TResponse>
    {
        if (!keeps && _replay is null)
            return await call().ConfigureAwait(false);

        var hash = Hash(method, canonical());
        if (_replay is not null)
        {
            var (entry, answer) = Find(sequence, method, hash, parser);
            _entries[sequence] = entry;
            return answer;
        }

        var response = await call().ConfigureAwait(false);
        _entries[sequence] = new JournalEntry { Sequence = sequence, RequestSha256 = hash, Response = response.ToByteString() };
        return response;
    }

    private static Dictionary<int, JournalEntry> Index(IReadOnlyList<JournalEntry> entries)
    {
        var index = new Dictionary<int, JournalEntry>(entries.Count);
        foreach (var entry in entries)
        {
            if (!index.TryAdd(entry.Sequence, entry))
                throw new MctsException($"The journal holds two answers to call {entry.Sequence}. It was changed; run the search again instead.");
        }

        return index;
    }

    private static string Hash(string method, IMessage canonical)
    {
        var name = Encoding.UTF8.GetBytes(method + '\n');
        return Convert.ToHexStringLower(SHA256.HashData([.. name, .. canonical.ToByteArray()]));
    }

    private (JournalEntry Entry, TResponse Answer) Find<TResponse>(int sequence, string method, string hash, MessageParser<TResponse> parser)
        where TResponse : IMessage<TResponse>
    {
        if (!_replay!.TryGetValue(sequence, out var entry))
            throw new MctsException($"The journal holds no answer to call {sequence} ({method}). It belongs to another search, or was cut short.");
        if (entry.RequestSha256 != hash)
        {
            throw new MctsException(
                $"The journal's answer {sequence} was given to another request than the search makes there ({method}): its request_sha256 is "
                + $"{entry.RequestSha256}, and the request's is {hash}. The journal belongs to another search, or was changed.");
        }

        try
        {
            return (entry, parser.ParseFrom(entry.Response));
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new MctsException($"The journal's answer {sequence} ({method}) can't be read: it was changed.", error);
        }
    }
}
