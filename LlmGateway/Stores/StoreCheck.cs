using MctsAspire.Storage;
using MctsAspire.Storage.Language;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.LlmGateway.Stores;

/// <summary>Says whether the stores can be used.</summary>
internal sealed class StoreCheck(ILanguageStores stores) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await stores.CheckAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message, failure);
        }
    }
}
