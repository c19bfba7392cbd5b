using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Running;

/// <summary>What one search has of the <see cref="MemoryBudget"/>. Used by one thread at a time.</summary>
internal sealed class MemoryReservation(MemoryBudget budget) : IDisposable
{
    private long _bytes;

    /// <summary>Grows to that many bytes; does nothing when it is as large already.</summary>
    /// <exception cref="ValidationException">They can never be had.</exception>
    /// <exception cref="RateLimitException">They can't be had now.</exception>
    public void GrowTo(long bytes)
    {
        if (bytes <= _bytes)
            return;
        budget.Take(bytes - _bytes, bytes);
        _bytes = bytes;
    }

    /// <summary>Shrinks to that many bytes; does nothing when it is as small already.</summary>
    public void ShrinkTo(long bytes)
    {
        if (bytes >= _bytes)
            return;
        budget.GiveBack(_bytes - bytes);
        _bytes = bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => ShrinkTo(0);
}
