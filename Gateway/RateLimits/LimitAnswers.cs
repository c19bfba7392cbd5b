using System.Buffers.Binary;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>What Redis said about a batch of requests, as its script packs it.</summary>
/// <param name="batch">The requests.</param>
/// <param name="packed">Integers of eight bytes; see <see cref="RedisLimitScripts.TryAdd"/>.</param>
internal sealed class LimitAnswers(LimitBatch batch, byte[] packed)
{
    // Integers before those of the first client, of each client, and of a client before those of its first window.
    private const int Head = 2;
    private const int OfGroup = 12;
    private const int OfGroupHead = 4;

    /// <summary>What became of them.</summary>
    public LimitOutcome Outcome { get; } = (LimitOutcome)At(packed, 0);

    /// <summary>Redis's time in microseconds.</summary>
    public long Now { get; } = At(packed, 1);

    /// <summary>How many of a group's requests are let in: the first ones.</summary>
    public int Admitted(int group) => (int)Of(group, 0);

    /// <summary>The time of a group's log in microseconds of Redis's clock, at which its requests were counted.</summary>
    public long TimeOf(int group) => Of(group, 1);

    /// <summary>What all have used of each window after the group's last request.</summary>
    public WindowUse[] Uses(int group) => Uses(group, 0);

    /// <summary>The decision about each of a group's requests, in their order.</summary>
    /// <param name="group">Its number.</param>
    public IEnumerable<LimitDecision> Decisions(int group)
    {
        var last = Uses(group);
        var (plan, count, admitted) = (batch.Groups[group].Plan, batch.Groups[group].Questions.Count, Admitted(group));
        for (var later = admitted - 1; later >= 0; later--)
            yield return new LimitDecision(plan, later == 0 ? last : Uses(group, later), -1, TimeSpan.Zero);
        if (admitted == count)
            yield break;
        var refused = new LimitDecision(plan, last, (int)Of(group, 2) - 1, TimeSpan.FromMicroseconds(Of(group, 3)));
        for (var i = admitted; i < count; i++)
            yield return refused;
    }

    private WindowUse[] Uses(int group, int later)
    {
        var uses = new WindowUse[batch.Groups[group].Plan.Windows.Count];
        for (var k = 0; k < uses.Length; k++)
            uses[k] = new WindowUse((int)Of(group, OfGroupHead + (k * 2)) - later, TimeSpan.FromMicroseconds(Of(group, OfGroupHead + (k * 2) + 1)));
        return uses;
    }

    private long Of(int group, int index) => At(packed, Head + (group * OfGroup) + index);

    private static long At(byte[] packed, int index) => BinaryPrimitives.ReadInt64LittleEndian(packed.AsSpan(index * sizeof(long)));
}
