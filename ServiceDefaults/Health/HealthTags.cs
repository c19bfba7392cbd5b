namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Tags of health checks.</summary>
public static class HealthTags
{
    /// <summary>A check that only a restart can mend; it counts for <c>/health</c>, every other one for <c>/ready</c>.</summary>
    public const string Live = "live";
}
