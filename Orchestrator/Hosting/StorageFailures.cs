using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;

namespace MctsAspire.Orchestrator.Hosting;

/// <summary>Lets a request that a store failed be answered as one that a service behind failed: it may pass.</summary>
internal static class StorageFailures
{
    public static void UseStorageFailures(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }
    });
}
