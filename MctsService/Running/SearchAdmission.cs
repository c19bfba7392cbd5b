using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Running;

/// <summary>Lets a bounded number of searches run at the same time.</summary>
internal sealed class SearchAdmission(IOptions<SearchLimits> limits) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(limits.Value.MaxConcurrentSearches);

    /// <summary>Takes a place, which is given back by disposing the result.</summary>
    /// <exception cref="RateLimitException">All places are taken.</exception>
    public IDisposable Enter() => _places.Wait(0)
        ? new Place(_places)
        : throw new RateLimitException(
            $"This replica runs {limits.Value.MaxConcurrentSearches} searches already (the limit Search:MaxConcurrentSearches of this service). Ask again later, or start more replicas.",
            RetryAfter);

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
