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

    /// <summary>The largest of these.</summary>
    public int Most { get; }

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

    private sealed record PlanShare(int Instances, LimitPlan Plan);
}
