using System.Buffers.Binary;
using System.Globalization;
using MctsAspire.Gateway.Authentication;
using MctsAspire.ServiceDefaults.Correlation;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>The windows of a client, with what follows from them and is the same for all of its requests.</summary>
internal sealed class LimitPlan
{
    /// <summary>The places of the windows.</summary>
    public const int Second = 0;
    public const int Minute = 1;
    public const int Hour = 2;
    public const int Day = 3;

    /// <summary>Bytes of <see cref="Packed"/>.</summary>
    public const int PackedLength = 4 * 2 * sizeof(long);

    private static readonly string[] Names = ["second", "minute", "hour", "day"];

    private readonly RateWindow[] _windows;
    private PlanShare? _share;

    public LimitPlan(RateWindow[] windows, bool isEnforced = true)
    {
        _windows = windows;
        IsEnforced = isEnforced;
        Longest = windows.Max(window => window.Length);
        Limits = Array.ConvertAll(windows, window => isEnforced ? window.Limit : ClientLimits.MostRequests);
        Most = Limits.Max();
        // Times are counted in microseconds, as Redis counts them.
        Lengths = Array.ConvertAll(windows, window => Math.Max(1, window.Length.Ticks / TimeSpan.TicksPerMicrosecond));
        Policy = string.Join(", ", windows.Select(window => string.Create(CultureInfo.InvariantCulture, $"\"{window.Name}\";q={window.Limit};w={Math.Ceiling(window.Length.TotalSeconds)}")));
        Packed = new byte[windows.Length * 2 * sizeof(long)];
        for (var i = 0; i < windows.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(Packed.AsSpan(i * 2 * sizeof(long)), Limits[i]);
            BinaryPrimitives.WriteInt64LittleEndian(Packed.AsSpan(((i * 2) + 1) * sizeof(long)), Lengths[i]);
        }
    }

    public IReadOnlyList<RateWindow> Windows => _windows;

    /// <summary>Whether requests beyond a limit are refused; otherwise they are only counted.</summary>
    public bool IsEnforced { get; }

    /// <summary>How long a request counts anywhere.</summary>
    public TimeSpan Longest { get; }

    /// <summary>How many requests are let in, and counted, in each window.</summary>
    public int[] Limits { get; }

    /// <summary>The largest of these, or of those that this is a part of.</summary>
    public int Most { get; private init; }

    /// <summary>For an instance that lets in a part by itself: how many in each window, with those that it let in before; null: as many as the limits allow.</summary>
    public int[]? Parts { get; private init; }

    /// <summary>Requests up to this time are counted in <see cref="Limits"/> already, as far as they matter, for as long after it as a window is long; in microseconds of the logs' clock.</summary>
    public long Since { get; private init; } = long.MinValue / 2;

    /// <summary>The windows' lengths in microseconds.</summary>
    public long[] Lengths { get; }

    /// <summary>The value of the header <c>RateLimit-Policy</c>.</summary>
    public string Policy { get; }

    /// <summary>Limit and length of each window, as the script in Redis reads them.</summary>
    public byte[] Packed { get; }

    /// <summary>Iterations of searches of a day, by UTC; null: as many as the client likes.</summary>
    public long? IterationsPerDay { get; init; }

    /// <summary>Tokens of language models of a day, by UTC; null: as many as the client likes.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>What one Orchestrator is told of these two, which count there; null: neither is limited.</summary>
    public ClientAllowance? Allowance { get; init; }

    /// <summary>The plan whose <see cref="Packed"/> that is.</summary>
    /// <exception cref="ArgumentException">It is none's.</exception>
    public static LimitPlan Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length != PackedLength)
            throw new ArgumentException($"A plan has {PackedLength} bytes.", nameof(packed));
        var windows = new RateWindow[Names.Length];
        for (var i = 0; i < windows.Length; i++)
        {
            var limit = BinaryPrimitives.ReadInt64LittleEndian(packed[(i * 2 * sizeof(long))..]);
            var length = BinaryPrimitives.ReadInt64LittleEndian(packed[(((i * 2) + 1) * sizeof(long))..]);
            windows[i] = new RateWindow(Names[i], (int)Math.Clamp(limit, 0, ClientLimits.MostRequests), TimeSpan.FromMicroseconds(length));
        }

        return new LimitPlan(windows);
    }

    /// <summary>What one of several instances of the Gateway may let in by itself: an equal part of each limit, rounded down, but at least one request.</summary>
    /// <param name="instances">How many share, at least 1.</param>
    public LimitPlan Share(int instances)
    {
        if (instances <= 1)
            return this;
        // One at a time is in use: their number seldom changes.
        if (_share is { } known && known.Instances == instances)
            return known.Plan;
        var share = new LimitPlan(Array.ConvertAll(_windows, window => window with { Limit = Math.Max(1, window.Limit / instances) }), IsEnforced);
        _share = new PlanShare(instances, share);
        return share;
    }

    /// <summary>
    /// What one of several instances may let in by itself after Redis was lost. While requests count that all of them let in before, each has an equal part of what these had left; so they exceed no limit together,
    /// as far as each knew what the others had let in. For what it did not know, none has more than its equal part of the whole limit with what it let in before.
    /// </summary>
    /// <param name="last">What all had let in.</param>
    /// <param name="instances">How many share, at least 2.</param>
    /// <param name="now">The logs' time in microseconds.</param>
    public LimitPlan Rest(SharedCount last, int instances, long now)
    {
        if (now >= last.At + Lengths.Max())
            return Share(instances);
        var rest = new RateWindow[_windows.Length];
        for (var i = 0; i < rest.Length; i++)
        {
            var (window, counts) = (_windows[i], now < last.At + Lengths[i]);
            rest[i] = window with { Limit = counts ? Math.Max(0, window.Limit - last.Uses[i].Used) / instances : Math.Max(1, window.Limit / instances) };
        }

        return new LimitPlan(rest, IsEnforced) { Since = last.At, Parts = Share(instances).Limits, Most = Most };
    }

    private sealed record PlanShare(int Instances, LimitPlan Plan);
}
