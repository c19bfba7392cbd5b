namespace Aspire.Hosting.ApplicationModel;

/// <summary>A connection string from the configuration key <c>ConnectionStrings:name</c>.</summary>
internal sealed class ConnectionStringParameterResource(string name, Func<string> value, string? environmentVariableName)
    : ParameterResource(name, _ => value(), secret: true), IResourceWithConnectionString
{
    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{this}");

    /// <inheritdoc/>
    public string? ConnectionStringEnvironmentVariable => environmentVariableName;

    /// <inheritdoc/>
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) => GetValueAsync(cancellationToken);
}
