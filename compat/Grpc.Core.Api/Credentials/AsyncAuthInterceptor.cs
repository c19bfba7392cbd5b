namespace Grpc.Core;

/// <summary>Adds the metadata that authorizes a call.</summary>
/// <param name="context">The call.</param>
/// <param name="metadata">Takes the entries to add.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
