namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource, seen from another.</summary>
/// <param name="owner">The resource that listens.</param>
/// <param name="endpointName">The endpoint's name.</param>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>Refers to an endpoint by its annotation.</summary>
    /// <param name="owner">The resource that listens.</param>
    /// <param name="endpoint">The endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint)
        : this(owner, endpoint?.Name ?? throw new ArgumentNullException(nameof(endpoint)))
    {
    }

    /// <summary>The resource that listens.</summary>
    public IResourceWithEndpoints Resource { get; } = owner;

    /// <summary>The endpoint's name.</summary>
    public string EndpointName { get; } = endpointName;

    /// <summary>The endpoint.</summary>
    /// <exception cref="InvalidOperationException">The resource has none of this name.</exception>
    public EndpointAnnotation EndpointAnnotation =>
        Find() ?? throw new InvalidOperationException($"The resource '{Resource.Name}' has no endpoint '{EndpointName}'.");

    /// <summary>Whether the resource has the endpoint.</summary>
    public bool Exists => Find() is not null;

    /// <summary>Whether its address is known.</summary>
    public bool IsAllocated => Find()?.AllocatedEndpoint is not null;

    /// <summary>Whether the scheme is http.</summary>
    public bool IsHttp => Scheme == "http";

    /// <summary>Whether the scheme is https.</summary>
    public bool IsHttps => Scheme == "https";

    /// <summary>The scheme.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>The host name.</summary>
    public string Host => Allocated.Address;

    /// <summary>The port that others use.</summary>
    public int Port => Allocated.Port;

    /// <summary>The port that the resource listens on, when the model fixes it.</summary>
    public int? TargetPort => EndpointAnnotation.TargetPort;

    /// <summary>The whole address.</summary>
    public string Url => Allocated.UriString;

    string IManifestExpressionProvider.ValueExpression => Expression(EndpointProperty.Url);

    IEnumerable<object> IValueWithReferences.References => [Resource];

    private AllocatedEndpoint Allocated =>
        EndpointAnnotation.AllocatedEndpoint ?? throw new InvalidOperationException($"The endpoint '{EndpointName}' of '{Resource.Name}' has no address before the application starts.");

    /// <summary>A part of the address.</summary>
    /// <param name="property">Which part.</param>
    /// <returns>A value that is known when the application runs.</returns>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <summary>The whole address.</summary>
    /// <param name="cancellationToken">Not used: the address is known once the application starts.</param>
    /// <returns>The address.</returns>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Url);

    /// <summary>The whole address.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Not used: the address is known once the application starts.</param>
    /// <returns>The address.</returns>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(context, cancellationToken);

    /// <summary>The name of a part in a manifest.</summary>
    internal string Expression(EndpointProperty property)
    {
#pragma warning disable CA1308 // Manifests write the parts in lower case.
        return $"{{{Resource.Name}.bindings.{EndpointName}.{property.ToString().ToLowerInvariant()}}}";
#pragma warning restore CA1308
    }

    private EndpointAnnotation? Find() =>
        Resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(endpoint => string.Equals(endpoint.Name, EndpointName, StringComparison.OrdinalIgnoreCase));
}
