using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Collects the environment of a resource.</summary>
public class EnvironmentCallbackContext
{
    /// <summary>Begins an environment.</summary>
    /// <param name="executionContext">What the application is doing.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="environmentVariables">The variables so far.</param>
    /// <param name="cancellationToken">Ends the collection.</param>
    public EnvironmentCallbackContext(
        DistributedApplicationExecutionContext executionContext,
        IResource resource,
        Dictionary<string, object>? environmentVariables = null,
        CancellationToken cancellationToken = default)
    {
        ExecutionContext = executionContext;
        Resource = resource;
        EnvironmentVariables = environmentVariables ?? [];
        CancellationToken = cancellationToken;
    }

    /// <summary>The variables: a text or an <see cref="IValueProvider"/> for each name.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; }

    /// <summary>What the application is doing.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resource.</summary>
    public IResource Resource { get; }

    /// <summary>Ends the collection.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Where to log.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;
}
