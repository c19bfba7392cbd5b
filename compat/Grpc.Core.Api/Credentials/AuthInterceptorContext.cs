namespace Grpc.Core;

/// <summary>The call that an <see cref="AsyncAuthInterceptor"/> authorizes.</summary>
public class AuthInterceptorContext
{
    /// <summary>A call that can't be cancelled.</summary>
    /// <param name="serviceUrl">Address of the service.</param>
    /// <param name="methodName">Name of the method.</param>
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <summary>A call.</summary>
    /// <param name="serviceUrl">Address of the service.</param>
    /// <param name="methodName">Name of the method.</param>
    /// <param name="cancellationToken">Set when the call is cancelled.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    /// <summary>Address of the service.</summary>
    public string ServiceUrl { get; }

    /// <summary>Name of the method.</summary>
    public string MethodName { get; }

    /// <summary>Set when the call is cancelled.</summary>
    public CancellationToken CancellationToken { get; }
}
