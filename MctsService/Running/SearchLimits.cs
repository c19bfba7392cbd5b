using System.ComponentModel.DataAnnotations;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Running;

/// <summary>What one replica takes on; section <c>Search</c> of the configuration.</summary>
internal sealed class SearchLimits
{
    /// <summary>The section's name.</summary>
    public const string Section = "Search";

    /// <summary>Searches at the same time; more are refused.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentSearches { get; set; } = 32;

    /// <summary>The most iterations of a request, where the domain doesn't allow fewer.</summary>
    [Range(1, DomainEntry.NativeIterations)]
    public int MaxIterations { get; set; } = DomainEntry.NativeIterations;

    /// <summary>The most children that a search may reserve memory for, over all its shards; what a request gets that names none.</summary>
    [Range(64, Limits.Nodes)]
    public long MaxNodes { get; set; } = Limits.Nodes;

    /// <summary>The longest time of a search in milliseconds; what a request gets that names none.</summary>
    [Range(1, 24 * 60 * 60 * 1000)]
    public int MaxTimeMs { get; set; } = 10 * 60 * 1000;

    /// <summary>The part of the memory that the process may use which searches and their problems may take.</summary>
    [Range(0.01, 0.95)]
    public double MemoryShare { get; set; } = 0.6;

    /// <summary>The same in mebibytes; 0: by <see cref="MemoryShare"/>.</summary>
    [Range(0, 1_000_000)]
    public int MemoryMiB { get; set; }

    /// <summary>Threads that run shards whose evaluations are computed here; 0: as many as there are processors.</summary>
    [Range(0, 1_024)]
    public int Workers { get; set; }

    /// <summary>Shards of one search whose evaluations are calls that run at the same time on this replica.</summary>
    [Range(1, ShardRule.MaxShards)]
    public int CallShards { get; set; } = 8;

    /// <summary>Shards of one search that each other replica is given at the same time.</summary>
    [Range(0, ShardRule.MaxShards)]
    public int ShardsPerPeer { get; set; } = 2;

    /// <summary>Milliseconds without a word after which another replica has stalled and its shard is run elsewhere.</summary>
    [Range(100, 600_000)]
    public int StallTimeoutMs { get; set; } = 5_000;

    /// <summary>Milliseconds that a shard runs before an idle replica runs it as well, the first report counting; only where no calls are made.</summary>
    [Range(0, 600_000)]
    public int HedgeAfterMs { get; set; } = 500;

    /// <summary>The threads that run shards.</summary>
    public int EffectiveWorkers => Workers > 0 ? Workers : Environment.ProcessorCount;
}
