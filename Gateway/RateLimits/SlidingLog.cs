namespace MctsAspire.Gateway.RateLimits;

/// <summary>
/// The times of a client's requests that were let in, from which every sliding window is answered exactly: a request is let in if in each window of length W
/// fewer than its limit L were let in later than W ago. Any number of threads may use it at once, and none ever waits for another.
/// </summary>
/// <remarks>
/// <para>
/// Entries are numbered; <c>Head</c> is the number of the next one, and entry i stands in slot i mod capacity as its time, shifted left by one, with the parity of the lap
/// in the lowest bit. To add entry n, a thread reads the head, then the clock, then the slot of n, then the head again. While the head is n, that slot holds either entry n - capacity (the parity
/// tells) or entry n, whose writer has not moved the head yet: then the thread moves it and begins anew. Otherwise it checks the windows and puts its time into the slot by compare-and-swap.
/// </para>
/// <para>
/// The swap is the moment at which a request is let in. It succeeds only if the slot still holds what was read: no value comes back, because the time in a slot grows with every lap. So entry n did not exist
/// until then, nor did any later one, for adding n + 1 needs a head that only moves when n is written; nothing that the check has read was overwritten in between. Hence the entries are exactly those that one thread
/// would have made, one after the other, and their times never fall: each is the greatest of the clock and the entry before, both of which are read between the call and the swap.
/// A refusal holds at the moment at which the clock was read: all entries before n existed by then, and that the head is still n after they were read says that they were what was read.
/// </para>
/// <para>
/// The ring grows when the entry that would be overwritten still counts. Whoever sees that seals the slot (its sign bit), in place of entry n: nothing can be added to a sealed ring any more, so that everybody who
/// finds it makes the same copy of twice the capacity, and one of the copies takes its place. A log that is not used is closed in the same way, and whoever meets a closed log takes a new one.
/// </para>
/// </remarks>
internal sealed class SlidingLog(TimeProvider time)
{
    private const int FirstCapacity = 64;
    private const long Closed = -1;

    private Ring _ring = new(new long[FirstCapacity], 0);

    private enum Addition
    {
        /// <summary>When the windows allow it.</summary>
        Checked,

        /// <summary>In any case.</summary>
        Forced,
    }

    /// <summary>Lets a request in if every window allows it, and counts it then.</summary>
    /// <returns>The decision; null: the log is closed.</returns>
    public LimitDecision? TryAdd(LimitPlan plan) => Add(plan, Addition.Checked);

    /// <summary>Counts a request that was let in elsewhere.</summary>
    /// <returns>Whether it is counted; otherwise the log is closed.</returns>
    public bool Record(LimitPlan plan) => Add(plan, Addition.Forced) is not null;

    /// <summary>What is used by now, without counting anything.</summary>
    /// <returns>That; null: the log is closed.</returns>
    public LimitDecision? Look(LimitPlan plan)
    {
        var uses = new WindowUse[plan.Windows.Count];
        while (true)
        {
            var (ring, next, slot) = Read(out var now);
            if (slot == Closed)
                return null;
            Check(plan, ring, next, next > 0 ? Math.Max(now, ring.TimeAt(next - 1)) : now, uses);
            if (ring.HeadIs(next))
                return new LimitDecision(plan, uses, -1, TimeSpan.Zero);
        }
    }

    /// <summary>Closes the log if no request counts in it any more.</summary>
    /// <param name="longest">How long requests count.</param>
    /// <returns>Whether it is closed now.</returns>
    public bool TryClose(TimeSpan longest)
    {
        while (true)
        {
            var (ring, next, slot) = Read();
            if (slot == Closed)
                return true;
            if (next > 0 && ring.TimeAt(next - 1) > Now() - (longest.Ticks / TimeSpan.TicksPerMicrosecond))
                return false;
            if (Interlocked.CompareExchange(ref ring.Slot(next), Closed, slot) == slot)
                return true;
        }
    }

    /// <summary>The times of the requests that were let in, in microseconds of <see cref="Now"/>, the oldest first: those after a time, and of these the last ones.</summary>
    public long[] Times(long after, int most)
    {
        while (true)
        {
            var (ring, next, slot) = Read();
            if (slot == Closed)
                return [];
            var first = ring.FirstAfter(Math.Max(ring.Oldest(next), next - most), next, after);
            var times = new long[next - first];
            for (var i = 0; i < times.Length; i++)
                times[i] = ring.TimeAt(first + i);
            if (ring.HeadIs(next))
                return times;
        }
    }

    /// <summary>The clock's time in microseconds.</summary>
    public long Now() => (long)((Int128)time.GetTimestamp() * 1_000_000 / time.TimestampFrequency);

    private LimitDecision? Add(LimitPlan plan, Addition addition)
    {
        var uses = addition == Addition.Checked ? new WindowUse[plan.Windows.Count] : [];
        while (true)
        {
            var (ring, next, slot) = Read(out var now);
            if (slot == Closed)
                return null;
            if (next > 0)
                now = Math.Max(now, ring.TimeAt(next - 1));
            if (next >= ring.Capacity)
                now = Math.Max(now, (slot >> 1) + 1);

            // Of none where nobody asks what is used.
            var (refusedBy, wait) = Check(plan, ring, next, now, uses);
            if (refusedBy >= 0)
            {
                if (ring.HeadIs(next))
                    return new LimitDecision(plan, uses, refusedBy, wait);
                continue;
            }

            // The time in the slot is that of the entry which would go.
            var isFull = next >= ring.Capacity && ring.Capacity < plan.Most && (slot >> 1) > now - Length(plan);
            if (Interlocked.CompareExchange(ref ring.Slot(next), isFull ? slot | long.MinValue : ring.Value(next, now), slot) != slot || isFull)
                continue;
            ring.Advance(next);
            for (var i = 0; i < uses.Length; i++)
                uses[i] = uses[i] with { Used = uses[i].Used + 1 };
            return new LimitDecision(plan, uses, -1, TimeSpan.Zero) { At = now };
        }
    }

    private static long Length(LimitPlan plan) => plan.Longest.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Counts what is used of each window before entry <paramref name="next"/>, and finds the one that is full for the longest.</summary>
    private static (int RefusedBy, TimeSpan Wait) Check(LimitPlan plan, Ring ring, long next, long now, WindowUse[] uses)
    {
        var (refusedBy, longestWait) = (-1, 0L);
        for (var i = 0; i < uses.Length; i++)
        {
            var (limit, length) = (plan.Limits[i], plan.Lengths[i]);
            var first = ring.FirstAfter(Math.Max(ring.Oldest(next), next - limit), next, Math.Max(now - length, plan.Since));
            var used = (int)(next - first);
            // What counted up to a time is gone a window's length after it, and the limit is another then.
            var reset = now < plan.Since + length ? plan.Since + length - now : (used == 0 ? now : ring.TimeAt(first)) + length - now;
            uses[i] = new WindowUse(used, TimeSpan.FromMicroseconds(reset));
            var wait = used >= limit ? reset : 0;
            if (plan.Parts is { } parts)
            {
                var firstOfPart = ring.FirstAfter(Math.Max(ring.Oldest(next), next - parts[i]), next, now - length);
                if (next - firstOfPart >= parts[i])
                    wait = Math.Max(wait, ring.TimeAt(firstOfPart) + length - now);
            }

            if (wait > longestWait)
                (refusedBy, longestWait) = (i, wait);
        }

        return (refusedBy, TimeSpan.FromMicroseconds(longestWait));
    }

    private (Ring Ring, long Next, long Slot) Read() => Read(out _);

    /// <summary>The ring, the number of the next entry and what its slot holds: an older entry, or that the log is closed.</summary>
    private (Ring Ring, long Next, long Slot) Read(out long now)
    {
        while (true)
        {
            var ring = Volatile.Read(ref _ring);
            var next = ring.Head;
            now = Now();
            var slot = Volatile.Read(ref ring.Slot(next));
            if (!ring.HeadIs(next))
                continue;
            if (slot == Closed)
                return (ring, next, slot);
            if (slot < 0)
                Interlocked.CompareExchange(ref _ring, ring.Grow(next), ring);
            else if (ring.IsWritten(next, slot))
                ring.Advance(next);
            else
                return (ring, next, slot);
        }
    }

    private sealed class Ring(long[] slots, long head)
    {
        private long _head = head;

        public int Capacity => slots.Length;

        public long Head => Volatile.Read(ref _head);

        public bool HeadIs(long next) => Volatile.Read(ref _head) == next;

        public ref long Slot(long entry) => ref slots[entry & (slots.Length - 1)];

        public long TimeAt(long entry) => (Volatile.Read(ref Slot(entry)) & long.MaxValue) >> 1;

        public long Oldest(long next) => Math.Max(0, next - slots.Length);

        public long Value(long entry, long at) => (at << 1) | Parity(entry);

        public bool IsWritten(long entry, long slot) => (slot & 1) == Parity(entry);

        public void Advance(long next) => Interlocked.CompareExchange(ref _head, next + 1, next);

        /// <summary>The first entry later than a time, from <paramref name="first"/> on; <paramref name="next"/>: none is.</summary>
        public long FirstAfter(long first, long next, long at)
        {
            while (first < next)
            {
                var middle = first + ((next - first) / 2);
                if (TimeAt(middle) > at)
                    next = middle;
                else
                    first = middle + 1;
            }

            return next;
        }

        /// <summary>A copy of twice the capacity, numbered anew.</summary>
        public Ring Grow(long next)
        {
            var copy = new Ring(new long[slots.Length * 2], next - Oldest(next));
            for (var entry = Oldest(next); entry < next; entry++)
                copy.Slot(entry - Oldest(next)) = copy.Value(entry - Oldest(next), TimeAt(entry));
            return copy;
        }

        // The first lap is odd, so that an empty slot is none of its entries.
        private long Parity(long entry) => ((entry / slots.Length) + 1) & 1;
    }
}
