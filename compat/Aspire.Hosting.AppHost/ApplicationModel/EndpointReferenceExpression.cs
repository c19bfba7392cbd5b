using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the address of an endpoint.</summary>
/// <param name="endpointReference">The endpoint.</param>
/// <param name="property">The part.</param>
public class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property) : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>The endpoint.</summary>
    public EndpointReference Endpoint { get; } = endpointReference;

    /// <summary>The part.</summary>
    public EndpointProperty Property { get; } = property;

    /// <inheritdoc/>
    public string ValueExpression => Endpoint.Expression(Property);

    IEnumerable<object> IValueWithReferences.References => [Endpoint];

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Value(0));

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var replica = context is ReplicaValueContext of && ReferenceEquals(of.Caller, Endpoint.Resource) ? of.Replica : 0;
        return ValueTask.FromResult<string?>(Value(replica));
    }

    private string Value(int replica)
    {
        var annotation = Endpoint.EndpointAnnotation;
        var allocated = annotation.AllocatedByReplica.ElementAtOrDefault(replica)
            ?? throw new InvalidOperationException($"The endpoint '{Endpoint.EndpointName}' of '{Endpoint.Resource.Name}' has no address before the application starts.");
        return Property switch
        {
            EndpointProperty.Url => allocated.UriString,
            EndpointProperty.Host => allocated.Address,
            EndpointProperty.IPV4Host => "127.0.0.1",
            EndpointProperty.Port or EndpointProperty.TargetPort => allocated.Port.ToString(CultureInfo.InvariantCulture),
            EndpointProperty.Scheme => allocated.UriScheme,
            EndpointProperty.HostAndPort => allocated.EndPointString,
            _ => throw new InvalidOperationException($"An endpoint has no part {Property}."),
        };
    }
}
