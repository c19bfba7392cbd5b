using MctsAspire.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MctsAspire.Orchestrator.Hosting;

/// <summary>Says whether the stores can be used.</summary>
internal sealed partial class StorageCheck(EmbeddedStorage storage, ILogger<StorageCheck> logger) : IHealthCheck
{
    private StorageProblem? _logged;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await storage.CheckAsync(cancellationToken);
            _logged = null;
            return HealthCheckResult.Healthy();
        }
        catch (StorageException failure)
        {
            // Once, although it is asked for again and again.
            if (_logged != failure.Problem)
                LogFailure(failure.Message, failure.Path);
            _logged = failure.Problem;
            return HealthCheckResult.Unhealthy(failure.Message, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} ({Path})")]
    private partial void LogFailure(string problem, string path);
}
