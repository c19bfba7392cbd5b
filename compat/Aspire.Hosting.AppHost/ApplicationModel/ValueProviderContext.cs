namespace Aspire.Hosting.ApplicationModel;

/// <summary>Who asks an <see cref="IValueProvider"/> for its text.</summary>
public class ValueProviderContext
{
    /// <summary>What the application is doing.</summary>
    public DistributedApplicationExecutionContext? ExecutionContext { get; init; }

    /// <summary>The resource that the text is for.</summary>
    public IResource? Caller { get; init; }
}
