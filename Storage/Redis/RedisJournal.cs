using System.Buffers.Binary;
using System.Text;
using MctsAspire.Storage.Journals;
using StackExchange.Redis;

namespace MctsAspire.Storage.Redis;

/// <summary>The journal in Redis: one hash for each run, which ends when nothing was added to it for the retention.</summary>
internal sealed class RedisJournal(RedisCommands redis, TimeSpan retention) : IJournal
{
    private const int HashLength = 64;
    private const int HeaderLength = HashLength + (2 * sizeof(long));

    // The first answer stays; what the journal holds then is given.
    private const string Append = """
        redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return redis.call('HGET', KEYS[1], ARGV[1])
        """;

    public async Task<JournalEntry?> FindAsync(JournalKey key, string requestHash, CancellationToken cancellationToken)
    {
        var found = (byte[]?)await redis.RunAsync(database => database.HashGetAsync(KeyOf(key.RunId), FieldOf(key)), cancellationToken);
        return found is null ? null : Checked(Read(key, found), requestHash);
    }

    public async Task<JournalEntry> AppendAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var held = await redis.RunAsync(
            database => database.ScriptEvaluateAsync(Append, [KeyOf(entry.Key.RunId)], [FieldOf(entry.Key), Write(entry), (long)retention.TotalMilliseconds]),
            cancellationToken);
        return Checked(Read(entry.Key, (byte[])held!), entry.RequestHash);
    }

    public async Task<IReadOnlyList<JournalEntry>> ListAsync(string runId, CancellationToken cancellationToken)
    {
        var found = await redis.RunAsync(database => database.HashGetAllAsync(KeyOf(runId)), cancellationToken);
        return
        [
            .. found
                .Select(field =>
                {
                    var parts = ((string)field.Name!).Split('\n');
                    return Read(new JournalKey(runId, parts[0], parts[1]), (byte[])field.Value!);
                })
                .OrderBy(entry => entry.RecordedAt)
                .ThenBy(entry => entry.Key.Step, StringComparer.Ordinal)
                .ThenBy(entry => entry.Key.Kind, StringComparer.Ordinal),
        ];
    }

    private static JournalEntry Checked(JournalEntry found, string requestHash) =>
        found.RequestHash == requestHash ? found : throw new NonDeterminismException(found.Key);

    private static RedisKey KeyOf(string runId) => RedisCommands.Prefix + "journal:" + runId;

    // Neither part may hold the separator: two keys would be one.
    private static RedisValue FieldOf(JournalKey key) => key.Step.Replace('\n', ' ') + "\n" + key.Kind.Replace('\n', ' ');

    private static byte[] Write(JournalEntry entry)
    {
        var bytes = new byte[HeaderLength + entry.Answer.Length];
        Encoding.ASCII.GetBytes(entry.RequestHash.PadRight(HashLength), bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HashLength), entry.RecordedAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(HashLength + sizeof(long)), entry.Duration.Ticks);
        entry.Answer.CopyTo(bytes.AsMemory(HeaderLength));
        return bytes;
    }

    private static JournalEntry Read(JournalKey key, byte[] bytes) => new()
    {
        Key = key,
        RequestHash = Encoding.ASCII.GetString(bytes, 0, HashLength).TrimEnd(),
        RecordedAt = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HashLength)), TimeSpan.Zero),
        Duration = TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(HashLength + sizeof(long)))),
        Answer = bytes.AsMemory(HeaderLength),
    };
}
