namespace Aspire.Hosting;

/// <summary>What the application is doing.</summary>
/// <param name="operation">What it was built for.</param>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    private IServiceProvider? _services;

    /// <summary>What it was built for.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Whether it writes what a deployment needs.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>Whether it runs.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>The application's services.</summary>
    /// <exception cref="InvalidOperationException">The application is not built yet.</exception>
    public IServiceProvider ServiceProvider
    {
        get => _services ?? throw new InvalidOperationException("The services exist once the application is built.");
        internal set => _services = value;
    }
}
