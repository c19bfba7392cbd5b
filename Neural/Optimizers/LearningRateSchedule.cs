namespace MctsAspire.Neural.Optimizers;

/// <summary>The learning rate by step: it rises evenly from zero to its peak, then stays there or falls evenly to zero. It has no state.</summary>
public sealed record LearningRateSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="peak">The highest rate, at least 0.</param>
    /// <param name="warmupSteps">Steps until it is reached, at least 0.</param>
    /// <param name="totalSteps">Steps after which it is zero again, at least <paramref name="warmupSteps"/>; null: it stays at its peak.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LearningRateSchedule(double peak, long warmupSteps = 0, long? totalSteps = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(peak);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        if (totalSteps is { } total) ArgumentOutOfRangeException.ThrowIfLessThan(total, warmupSteps, nameof(totalSteps));
        (Peak, WarmupSteps, TotalSteps) = (peak, warmupSteps, totalSteps);
    }

    /// <summary>The highest rate.</summary>
    public double Peak { get; }

    /// <summary>Steps until it is reached.</summary>
    public long WarmupSteps { get; }

    /// <summary>Steps after which the rate is zero again; null: never.</summary>
    public long? TotalSteps { get; }

    /// <summary>The rate for a step.</summary>
    /// <param name="step">Steps done before it, at least 0. With a warm-up the first step's rate is zero, as in Hugging Face's schedules.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < WarmupSteps) return Peak * step / WarmupSteps;
        if (TotalSteps is not { } total) return Peak;
        return step >= total ? 0 : Peak * (total - step) / (total - WarmupSteps);
    }
}
