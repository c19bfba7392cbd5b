namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource does not start with the application.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;
