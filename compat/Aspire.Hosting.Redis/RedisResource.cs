namespace Aspire.Hosting.ApplicationModel;

/// <summary>A Redis server.</summary>
public class RedisResource : ContainerResource, IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";

    /// <summary>A server without a password.</summary>
    /// <param name="name">The resource's name.</param>
    public RedisResource(string name)
        : base(name)
    {
        PrimaryEndpoint = new EndpointReference(this, PrimaryEndpointName);
    }

    /// <summary>A server with a password.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="password">The password.</param>
    public RedisResource(string name, ParameterResource password)
        : this(name)
    {
        PasswordParameter = password;
    }

    /// <summary>Where the server listens.</summary>
    public EndpointReference PrimaryEndpoint { get; }

    /// <summary>The password; null when the server asks for none.</summary>
    public ParameterResource? PasswordParameter { get; }

    /// <summary>The connection string for StackExchange.Redis.</summary>
    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var address = PrimaryEndpoint.Property(EndpointProperty.HostAndPort);
            return PasswordParameter is { } password
                ? ReferenceExpression.Create($"{address},password={password}")
                : ReferenceExpression.Create($"{address}");
        }
    }
}
