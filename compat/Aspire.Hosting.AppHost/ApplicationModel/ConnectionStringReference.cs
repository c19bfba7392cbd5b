namespace Aspire.Hosting.ApplicationModel;

/// <summary>The connection string of a resource, as another resource takes it.</summary>
/// <param name="resource">The resource.</param>
/// <param name="optional">Whether it may be missing.</param>
public class ConnectionStringReference(IResourceWithConnectionString resource, bool optional) : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>The resource.</summary>
    public IResourceWithConnectionString Resource { get; } = resource;

    /// <summary>Whether the connection string may be missing.</summary>
    public bool Optional { get; } = optional;

    string IManifestExpressionProvider.ValueExpression => Resource.ValueExpression;

    IEnumerable<object> IValueWithReferences.References => [Resource];

    async ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken)
    {
        var value = await Resource.GetConnectionStringAsync(cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(value) && !Optional)
            throw new DistributedApplicationException($"The connection string of '{Resource.Name}' is empty; set ConnectionStrings__{Resource.Name} in the environment.");
        return value;
    }
}
