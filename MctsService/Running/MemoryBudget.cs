using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Running;

/// <summary>
/// The memory that searches may take on this replica. A search reserves what it can need before it begins, so that load is shed while
/// there is still memory, and not by the end of the process.
/// </summary>
internal sealed class MemoryBudget
{
    private const long MiB = 1 << 20;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private long _reserved;

    public MemoryBudget(IOptions<SearchLimits> limits)
    {
        var options = limits.Value;
        // A container's limit counts as the memory there is.
        Total = options.MemoryMiB > 0 ? options.MemoryMiB * MiB : (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * options.MemoryShare);
    }

    /// <summary>Bytes in all.</summary>
    public long Total { get; }

    /// <summary>Bytes reserved now.</summary>
    public long Reserved => Interlocked.Read(ref _reserved);

    /// <summary>Reserves nothing yet; the result can grow, and gives everything back when it is disposed.</summary>
    public MemoryReservation Open() => new(this);

    /// <summary>Takes bytes.</summary>
    /// <exception cref="ValidationException">They can never be had.</exception>
    /// <exception cref="RateLimitException">They can't be had now.</exception>
    public void Take(long bytes, long together)
    {
        if (together > Total)
        {
            throw new ValidationException(
                "max_nodes", $"must be smaller: the search could need {together / MiB} MiB, and this replica has {Total / MiB} MiB for searches (Search:MemoryShare). Set max_nodes, or ask for fewer iterations or a smaller problem");
        }

        if (!TryTake(bytes))
            throw new RateLimitException($"This replica has no memory for another search: it could need {together / MiB} MiB, and {Math.Max(0, Total - Reserved) / MiB} of {Total / MiB} MiB are free (Search:MemoryShare). Ask again later, or start more replicas.", RetryAfter);
    }

    /// <summary>Takes bytes if they can be had now.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _reserved, bytes) <= Total)
            return true;
        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _reserved, -bytes);
}
