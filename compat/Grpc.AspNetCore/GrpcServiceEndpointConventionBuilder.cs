namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds conventions to all endpoints of a service.</summary>
public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly List<IEndpointConventionBuilder> _endpoints;

    internal GrpcServiceEndpointConventionBuilder(List<IEndpointConventionBuilder> endpoints) => _endpoints = endpoints;

    /// <inheritdoc />
    public void Add(Action<EndpointBuilder> convention) => _endpoints.ForEach(endpoint => endpoint.Add(convention));

    /// <inheritdoc />
    public void Finally(Action<EndpointBuilder> finallyConvention) => _endpoints.ForEach(endpoint => endpoint.Finally(finallyConvention));
}
