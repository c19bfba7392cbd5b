using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Collects the command-line arguments of a resource.</summary>
/// <param name="args">The arguments so far: texts and <see cref="IValueProvider"/>s.</param>
/// <param name="resource">The resource.</param>
/// <param name="cancellationToken">Ends the collection.</param>
public sealed class CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default)
{
    /// <summary>The arguments: texts and <see cref="IValueProvider"/>s.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Ends the collection.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What the application is doing.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; init; } = new(DistributedApplicationOperation.Run);

    /// <summary>Where to log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
